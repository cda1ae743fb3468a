package io.heddle.cluster.redislog;

import static io.heddle.cluster.script.RedisScript.bytes;
import static io.heddle.cluster.script.RedisScript.text;

import io.heddle.actors.log.Cursor;
import io.heddle.actors.log.Epochs;
import io.heddle.actors.log.KeyScope;
import io.heddle.actors.log.LogException;
import io.heddle.actors.log.LogMetrics;
import io.heddle.actors.log.LogRules;
import io.heddle.actors.log.LogStatus;
import io.heddle.actors.log.Retention;
import io.heddle.actors.log.RoomLog;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.Publication;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.Stamp;
import io.heddle.cluster.codec.DraftCodec;
import io.heddle.cluster.codec.StampCodec;
import io.heddle.cluster.lettuce.LettuceClient;
import io.heddle.cluster.script.RedisScript;
import io.heddle.config.RedisSettings;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.pekko.Done;

/**
 * A log in Redis (6.2 or later): a stream a room, whose entries are numbered by the room's offsets.
 * Each operation is one script, so it is whole or not at all. What survives a Redis that ends
 * depends on how Redis persists and replicates; a Redis that may have lost something gives rooms
 * new epochs.
 */
public final class RedisRoomLog implements RoomLog {
  private final RedisSettings settings;
  private final LogRules rules;
  private final LogMetrics metrics;
  private final Clock clock;
  private final RedisLogConnection connection;
  private final RedisWatch watch;

  private RedisRoomLog(
      RedisSettings settings,
      LogRules rules,
      LogMetrics metrics,
      Clock clock,
      RedisLogConnection connection) {
    this.settings = settings;
    this.rules = rules;
    this.metrics = metrics;
    this.clock = clock;
    this.connection = connection;
    this.watch = new RedisWatch(connection, clock);
  }

  /**
   * Opens the log, whether or not Redis can be reached; until it is, operations are refused. Blocks
   * until the first attempt is over, for the connect time-out at most.
   *
   * @throws IllegalArgumentException where there is no URL or lettuce cannot read it; credentials
   *     are not in the message
   */
  public static RedisRoomLog open(
      RedisSettings settings, LogRules rules, LogMetrics metrics, Clock clock) {
    RedisLogConnection connection =
        RedisLogConnection.create(settings, LettuceClient.uri(settings));
    RedisRoomLog log = new RedisRoomLog(settings, rules, metrics, clock, connection);
    var _ = log.watch.ask().toCompletableFuture().join();
    log.watch.start();
    return log;
  }

  @Override
  public CompletionStage<Position> head(RoomName room) {
    return head(room, "", "");
  }

  @Override
  public CompletionStage<Position> renew(RoomName room, Position lost) {
    return head(room, lost.epoch(), Long.toString(lost.offset()));
  }

  private CompletionStage<Position> head(RoomName room, String epoch, String offset) {
    return change(
        Script.HEAD,
        new RoomKeys(room).all(),
        answer -> {
          if (text(answer.get(2)).equals("1")) {
            metrics.renewed();
          }
          return position(answer.get(0), answer.get(1));
        },
        bytes(Epochs.next()),
        bytes(rules.metaTtl().toMillis()),
        bytes(room.value()),
        bytes(epoch),
        bytes(offset));
  }

  @Override
  public CompletionStage<Append> append(
      RoomName room, Position expected, UUID batch, List<Draft> drafts, long nowMillis) {
    Retention retention = rules.retention().apply(room);
    List<byte[]> arguments = new ArrayList<>(10 + 3 * drafts.size());
    arguments.add(bytes(expected.epoch()));
    arguments.add(bytes(expected.offset()));
    arguments.add(bytes(batch));
    arguments.add(bytes(nowMillis));
    arguments.add(bytes(retention.size()));
    arguments.add(bytes(atMostAYear(retention)));
    arguments.add(bytes(retention.bytes()));
    arguments.add(bytes(Math.max(1, rules.keyWindow().toMillis())));
    arguments.add(bytes(rules.keys()));
    arguments.add(bytes(rules.metaTtl().toMillis()));
    for (Draft draft : drafts) {
      arguments.add(bytes(draft.key().isPresent() ? KeyScope.scoped(draft) : ""));
      arguments.add(bytes(draft.data().size()));
      arguments.add(DraftCodec.encode(draft));
    }
    long began = System.nanoTime();
    return change(
        Script.APPEND,
        new RoomKeys(room).all(),
        answer -> {
          metrics.appended(System.nanoTime() - began);
          return appended(expected.epoch(), answer);
        },
        arguments.toArray(byte[][]::new));
  }

  /** Times are given to Redis in milliseconds from now, which must not overflow. */
  private static long atMostAYear(Retention retention) {
    return Math.min(retention.ttl().toMillis(), TimeUnit.DAYS.toMillis(366));
  }

  private Append appended(String epoch, List<Object> answer) {
    return switch (text(answer.getFirst())) {
      case "done" -> {
        metrics.keysEvicted(Integer.parseInt(text(answer.get(2))));
        List<Stamp> stamps = new ArrayList<>();
        for (String offset : text(answer.get(1)).split(",", -1)) {
          stamps.add(StampCodec.of(epoch, Long.parseLong(offset)));
        }
        yield new Append.Done(stamps);
      }
      case "fenced" -> {
        metrics.fenced();
        yield new Append.Fenced(position(answer.get(1), answer.get(2)));
      }
      default -> {
        metrics.fenced();
        yield new Append.Fenced(new Position("gone", 0));
      }
    };
  }

  @Override
  public CompletionStage<Slice> read(RoomName room, Position after, int limit, long maxBytes) {
    return read(
        room,
        after.epoch(),
        new long[] {after.offset() + 1, Long.MAX_VALUE, limit, maxBytes, 0},
        slice -> after.offset() <= slice.head().offset() && after.offset() + 1 >= slice.oldest());
  }

  @Override
  public CompletionStage<Slice> readBack(RoomName room, Position before, int limit, long maxBytes) {
    return read(
        room,
        before.epoch(),
        new long[] {1, before.offset() - 1, limit, maxBytes, 1},
        slice -> before.offset() > slice.oldest() || slice.oldest() == 1);
  }

  private CompletionStage<Slice> read(
      RoomName room, String epoch, long[] bounds, Function<Slice, Boolean> complete) {
    Retention retention = rules.retention().apply(room);
    List<byte[]> arguments = new ArrayList<>(8);
    arguments.add(bytes(epoch));
    for (long bound : bounds) {
      arguments.add(bytes(bound));
    }
    arguments.add(bytes(retention.size()));
    arguments.add(bytes(retention.since(clock.millis())));
    return run(
            connection.reads(),
            Script.READ,
            new RoomKeys(room).ofPublications(),
            arguments.toArray(byte[][]::new))
        .thenApply(
            answer -> {
              Slice slice = slice(room, answer);
              boolean whole =
                  slice.head().epoch().equals(epoch) && Boolean.TRUE.equals(complete.apply(slice));
              return new Slice(slice.head(), slice.oldest(), slice.publications(), whole);
            })
        .whenComplete(
            (_, fault) -> {
              if (fault != null) {
                metrics.readFailed();
              }
            });
  }

  private static Slice slice(RoomName room, List<Object> answer) {
    if (answer.isEmpty()) {
      return new Slice(new Position("?", 0), 1, List.of(), false);
    }
    Position head = position(answer.get(0), answer.get(1));
    List<Publication> publications = new ArrayList<>((answer.size() - 3) / 3);
    for (int i = 3; i < answer.size(); i += 3) {
      Position position = new Position(head.epoch(), Long.parseLong(text(answer.get(i))));
      long at = Long.parseLong(text(answer.get(i + 1)));
      Draft draft = DraftCodec.decode((byte[]) answer.get(i + 2));
      publications.add(new Publication(room, position, at, draft));
    }
    return new Slice(head, Long.parseLong(text(answer.get(2))), publications, true);
  }

  /** Asks Redis, since other nodes write too; one command, and nothing of the room is read. */
  @Override
  public CompletionStage<Boolean> mayHold(RoomName room, String user) {
    RoomKeys keys = new RoomKeys(room);
    byte[] publications = keys.ofPublications()[1];
    return connection
        .reads()
        .<CompletionStage<Long>>map(redis -> redis.exists(publications, keys.cursors(user)))
        .orElseGet(() -> CompletableFuture.failedFuture(LogFaults.notConnected()))
        .handle(
            (found, fault) -> {
              if (fault != null) {
                metrics.readFailed();
                throw LogFaults.of(fault);
              }
              return found > 0;
            });
  }

  @Override
  public CompletionStage<List<Cursor>> cursors(RoomName room, String user) {
    byte[] key = new RoomKeys(room).cursors(user);
    return connection
        .reads()
        .<CompletionStage<Map<byte[], byte[]>>>map(redis -> redis.hgetall(key))
        .orElseGet(() -> CompletableFuture.failedFuture(LogFaults.notConnected()))
        .handle(
            (found, fault) -> {
              if (fault != null) {
                metrics.readFailed();
                throw LogFaults.of(fault);
              }
              List<Cursor> cursors = new ArrayList<>();
              found.forEach(
                  (device, value) -> {
                    if (!text(device).equals("#")) {
                      cursors.add(cursor(room, user, text(device), text(value)));
                    }
                  });
              return cursors;
            });
  }

  private static Cursor cursor(RoomName room, String user, String device, String value) {
    String[] parts = value.split(" ", -1);
    Optional<String> name = device.isEmpty() ? Optional.empty() : Optional.of(device.substring(1));
    return new Cursor(room, user, name, new Position(parts[0], Long.parseLong(parts[1])));
  }

  @Override
  public CompletionStage<Done> move(List<Cursor> cursors) {
    List<CompletableFuture<Done>> moves = new ArrayList<>(cursors.size());
    for (Cursor cursor : cursors) {
      moves.add(
          change(
                  Script.MOVE,
                  new byte[][] {new RoomKeys(cursor.room()).cursors(cursor.user())},
                  _ -> Done.getInstance(),
                  cursor
                      .device()
                      .map(name -> "=" + name)
                      .orElse("")
                      .getBytes(StandardCharsets.UTF_8),
                  bytes(cursor.position().epoch()),
                  bytes(cursor.position().offset()),
                  bytes(rules.devices()),
                  bytes(rules.metaTtl().toMillis()))
              .toCompletableFuture());
    }
    return CompletableFuture.allOf(moves.toArray(CompletableFuture[]::new))
        .thenApply(_ -> Done.getInstance());
  }

  /** Runs what changes something, and waits for replicas where that is set. */
  private <T> CompletionStage<T> change(
      RedisScript script, byte[][] keys, Function<List<Object>, T> result, byte[]... arguments) {
    CompletionStage<List<Object>> answer = run(connection.appends(), script, keys, arguments);
    CompletionStage<List<Object>> safe =
        settings.waitReplicas() == 0 ? answer : answer.thenCompose(this::onReplicas);
    return safe.handle(
        (done, fault) -> {
          if (fault != null) {
            LogException told = LogFaults.of(fault);
            metrics.failed(told);
            throw told;
          }
          return result.apply(done);
        });
  }

  private CompletionStage<List<Object>> onReplicas(List<Object> answer) {
    return connection
        .appends()
        .orElseThrow(LogFaults::notConnected)
        .waitForReplication(settings.waitReplicas(), settings.commandTimeout().toMillis() / 2)
        .thenApply(
            replicas -> {
              if (replicas < settings.waitReplicas()) {
                throw LogException.undecided(
                    "Redis: %d of %d replicas have it".formatted(replicas, settings.waitReplicas()),
                    new TimeoutException());
              }
              return answer;
            });
  }

  private static CompletionStage<List<Object>> run(
      Optional<RedisClusterAsyncCommands<byte[], byte[]>> redis,
      RedisScript script,
      byte[][] keys,
      byte[]... arguments) {
    return redis
        .map(open -> script.run(open, keys, arguments))
        .orElseGet(() -> CompletableFuture.failedFuture(LogFaults.notConnected()))
        .exceptionallyCompose(fault -> CompletableFuture.failedFuture(LogFaults.of(fault)));
  }

  private static Position position(Object epoch, Object offset) {
    return new Position(text(epoch), Long.parseLong(text(offset)));
  }

  @Override
  public LogStatus status() {
    return connection.isUp() || watch.status() instanceof LogStatus.Down
        ? watch.status()
        : new LogStatus.Down("Redis is not connected", clock.instant());
  }

  @Override
  public void close() {
    watch.close();
    connection.close().toCompletableFuture().join();
  }
}
