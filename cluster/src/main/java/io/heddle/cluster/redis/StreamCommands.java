package io.heddle.cluster.redis;

import static io.heddle.cluster.script.RedisScript.bytes;
import static io.heddle.cluster.script.RedisScript.text;

import io.heddle.cluster.script.RedisScript;
import io.heddle.config.IngressSettings;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What the reader says to Redis. Reading, claiming and noting tries are done by scripts that look
 * first whether the reader's place is still its own: who has lost it without knowing changes
 * nothing any more. Acknowledging is not, since it is right whoever does it. Safe to use from any
 * thread.
 */
final class StreamCommands {
  private static final RedisScript HOLD = script("hold.lua");
  private static final RedisScript TAKE = script("take.lua");
  private static final RedisScript CLAIM = script("claim.lua");
  private static final RedisScript ACKNOWLEDGE = script("acknowledge.lua");
  private static final RedisScript TRIED = script("tried.lua");
  private static final RedisScript RELEASE = script("release.lua");

  /** What becomes of an attempt to keep the reader's place. */
  sealed interface Hold {}

  /** Somebody else is the reader. */
  record Standby() implements Hold {}

  /** The place was free, and is ours from now on. */
  record Acquired() implements Hold {}

  /**
   * The place was ours and stays so.
   *
   * @param length entries in the stream
   * @param pending those that were read and not acknowledged
   */
  record Held(long length, long pending) implements Hold {}

  /**
   * New entries.
   *
   * @param last where there are none: the id behind which there is nothing yet
   */
  record Taken(List<StreamEntry> entries, String last) {}

  /**
   * Entries that were read before.
   *
   * @param others how many of them somebody else had read
   * @param gone how many were deleted from the stream meanwhile
   * @param next where to go on; empty: that was all
   */
  record Claimed(List<StreamEntry> entries, int others, long gone, Optional<String> next) {}

  private final IngressSettings settings;
  private final byte[] stream;
  private final byte[] dead;
  private final byte[][] streamAndReader;
  private final byte[] token;
  private final byte[] group;
  private final byte[] consumer;
  private final StreamConnector.Pair connections;

  /**
   * @param token names this reader for as long as it lives
   * @param consumer its name in the group
   */
  StreamCommands(
      IngressSettings settings, String token, String consumer, StreamConnector.Pair connections) {
    this.settings = settings;
    this.stream = bytes(settings.stream());
    this.dead = bytes(settings.dead());
    this.streamAndReader = new byte[][] {stream, bytes(readerKey(settings.stream()))};
    this.token = bytes(token);
    this.group = bytes(settings.group());
    this.consumer = bytes(consumer);
    this.connections = connections;
  }

  /** In the slot of the stream, so that one script may use both in a Redis Cluster. */
  static String readerKey(String stream) {
    int open = stream.indexOf('{');
    boolean tagged = open >= 0 && stream.indexOf('}', open) > open + 1;
    return (tagged ? stream : "{" + stream + "}") + ":reader";
  }

  CompletionStage<Hold> hold() {
    return run(HOLD, streamAndReader, token, bytes(settings.claimAfter().toMillis()), group)
        .thenApply(
            answer ->
                switch (text(answer.getFirst())) {
                  case "standby" -> new Standby();
                  case "acquired" -> new Acquired();
                  default -> new Held(number(answer.get(1)), number(answer.get(2)));
                });
  }

  /** New entries; empty: the reader's place is not ours. */
  CompletionStage<Optional<Taken>> take(int count) {
    return run(TAKE, streamAndReader, token, group, consumer, bytes(count))
        .thenApply(
            answer -> {
              if (text(answer.getFirst()).equals("lost")) {
                return Optional.empty();
              }
              List<StreamEntry> entries = new ArrayList<>();
              for (Object part : list(answer.get(2))) {
                entries.add(entry(list(part), 0));
              }
              return Optional.of(new Taken(entries, text(answer.get(1))));
            });
  }

  /**
   * Entries that were read before; empty: the reader's place is not ours.
   *
   * @param start {@code -}, or where the last answer said to go on
   */
  CompletionStage<Optional<Claimed>> claim(String start, int count) {
    return run(CLAIM, streamAndReader, token, group, consumer, bytes(start), bytes(count))
        .thenApply(
            answer -> {
              if (text(answer.getFirst()).equals("lost")) {
                return Optional.empty();
              }
              List<StreamEntry> entries = new ArrayList<>();
              int others = 0;
              for (Object part : list(answer.get(2))) {
                List<Object> entry = list(part);
                entries.add(entry(entry, (int) Math.max(0, number(entry.get(2)) - 1)));
                others += (int) number(entry.get(3));
              }
              return Optional.of(
                  new Claimed(
                      entries,
                      others,
                      number(answer.get(3)),
                      Optional.of(text(answer.get(1))).filter(next -> !next.isEmpty())));
            });
  }

  /** Completes when there may be something behind an id, or the time is over. */
  @SuppressWarnings("unchecked")
  CompletionStage<?> await(String last, Duration longest) {
    return connections
        .waits()
        .commands()
        .xread(
            XReadArgs.Builder.block(longest.toMillis()).count(1), StreamOffset.from(stream, last));
  }

  /** One entry; empty where it is not in the stream any more. */
  CompletionStage<Optional<StreamEntry>> load(String id) {
    return commands()
        .xrange(stream, Range.create(id, id), Limit.from(1))
        .thenApply(
            found ->
                found.stream()
                    .findFirst()
                    .map(
                        message -> {
                          List<byte[]> fields = new ArrayList<>();
                          message
                              .getBody()
                              .forEach(
                                  (name, value) -> {
                                    fields.add(name);
                                    fields.add(value);
                                  });
                          return new StreamEntry(id, fields, 0);
                        }));
  }

  CompletionStage<?> acknowledge(Collection<String> ids) {
    List<byte[]> arguments = new ArrayList<>(ids.size() + 1);
    arguments.add(group);
    ids.forEach(id -> arguments.add(bytes(id)));
    return run(ACKNOWLEDGE, new byte[][] {stream}, arguments.toArray(byte[][]::new));
  }

  /** Notes how often an entry was tried in vain. */
  CompletionStage<?> tried(String id, int tries) {
    return run(TRIED, streamAndReader, token, group, consumer, bytes(id), bytes(tries + 1L));
  }

  /** Adds an entry to the dead ones, with its fields as they came. */
  CompletionStage<?> bury(StreamEntry entry, DeadReason reason, String error, int tries) {
    List<byte[]> fields = new ArrayList<>();
    told(fields, "entry", entry.id());
    told(fields, "reason", reason.word());
    told(fields, "error", error);
    told(fields, "tries", Integer.toString(tries));
    fields.addAll(entry.fields());
    return commands()
        .xadd(dead, XAddArgs.Builder.maxlen(settings.deadMax()), fields.toArray(Object[]::new));
  }

  private static void told(List<byte[]> fields, String name, String value) {
    fields.add(bytes(name));
    fields.add(value.getBytes(StandardCharsets.UTF_8));
  }

  /** Leaves the reader's place to others. */
  CompletionStage<?> release() {
    return run(RELEASE, streamAndReader, token, group, consumer);
  }

  void close() {
    connections.close();
  }

  private static RedisScript script(String file) {
    return new RedisScript(StreamCommands.class, file);
  }

  private RedisClusterAsyncCommands<byte[], byte[]> commands() {
    return connections.work().commands();
  }

  private CompletionStage<List<Object>> run(
      RedisScript script, byte[][] keys, byte[]... arguments) {
    return script.run(commands(), keys, arguments);
  }

  private static StreamEntry entry(List<Object> parts, int tries) {
    List<byte[]> fields = new ArrayList<>();
    for (Object part : list(parts.get(1))) {
      fields.add((byte[]) part);
    }
    return new StreamEntry(text(parts.getFirst()), fields, tries);
  }

  @SuppressWarnings("unchecked")
  private static List<Object> list(Object part) {
    return (List<Object>) part;
  }

  private static long number(Object part) {
    return Long.parseLong(text(part));
  }
}
