package io.heddle.cluster.redis;

import io.heddle.actors.protocol.ErrorCode;
import io.heddle.actors.protocol.PublishReply.Receipt;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.ToPublisher;
import io.heddle.config.Bytes;
import io.heddle.config.IngressSettings;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * What the holder of the reader's place does: claims what was read before and not settled, then
 * reads on; has entries published, a room at a time one; acknowledges those that are in their rooms
 * and buries those that no room takes. Not thread-safe: part of its actor.
 *
 * <p>An entry stays in the stream until its room has answered. What is published a second time, by
 * this reader or the next one, is known to the room by its key. A failing entry holds back its room
 * only ({@link EntryLanes}).
 */
final class StreamReader {
  /** Bodies in memory, beside their number: a few of the largest. */
  private static final Bytes MOST_BYTES = new Bytes(16 << 20);

  /** Entries that are known at most, most of them by their id only: about 15 MB. */
  private static final int MOST_KNOWN = 100_000;

  /** What an entry is taken to have before any was seen; then it is the mean of the last ones. */
  private static final int USUAL_SIZE = 4096;

  /** Well below what a script of Redis may unpack. */
  private static final int ACKNOWLEDGED_AT_ONCE = 500;

  private static final ToPublisher.Answer FAULT = new ToPublisher.Failed(ErrorCode.UNAVAILABLE);

  private final IngressSettings settings;
  private final EntryParser parser;
  private final StreamMetrics metrics;
  private final RefusalLog refusals;
  private final Duration wait;
  private final Host host;
  private final EntryLanes lanes = new EntryLanes();
  private final Set<String> published = new LinkedHashSet<>();
  private final Set<String> acknowledging = new HashSet<>();
  private final Set<String> burying = new HashSet<>();

  private Optional<StreamCommands> commands = Optional.empty();
  private Phase phase = Phase.STANDBY;
  private String claimFrom = "-";
  private boolean asking;
  private int meanSize = USUAL_SIZE;
  private long round;

  private enum Phase {
    STANDBY,
    CLAIMING,
    READING
  }

  /** The actor around it. */
  interface Host {
    /** Has the answer given on the actor's thread, unless the connection is lost before. */
    <T> void ask(CompletionStage<T> question, Consumer<T> answered);

    /** Publishes an entry; {@link StreamReader#answered} tells what became of it, always. */
    void publish(RoomName room, EntryLanes.Loaded loaded);

    /** Calls {@link StreamReader#retry} after a wait that grows with the failures. */
    void retryLater(RoomName room, int failures);

    /** The reader's place turned out to be lost. */
    void placeLost();

    /** Whether the reader's place is certain to be ours at this moment. */
    boolean holdsPlace();

    /** An entry has come so far. */
    void reached(StreamStep step);
  }

  /**
   * @param wait how long a wait for entries is at most
   */
  StreamReader(
      IngressSettings settings,
      EntryParser parser,
      StreamMetrics metrics,
      RefusalLog refusals,
      Duration wait,
      Host host) {
    this.settings = settings;
    this.parser = parser;
    this.metrics = metrics;
    this.refusals = refusals;
    this.wait = wait;
    this.host = host;
  }

  /** There is a connection; whether the place is ours is not known yet. */
  void connected(StreamCommands open) {
    commands = Optional.of(open);
  }

  /** There is none any more: what Redis was not heard to have settled is settled once more. */
  void disconnected() {
    commands = Optional.empty();
    published.addAll(acknowledging);
    acknowledging.clear();
    burying.clear();
    standBy();
  }

  /** The place is not ours, or nobody knows. What is under way at rooms is still settled. */
  void standBy() {
    round++;
    asking = false;
    phase = Phase.STANDBY;
    lanes.forget();
  }

  /** The place is ours, and what we know may be old. */
  void begin() {
    standBy();
    phase = Phase.CLAIMING;
    claimFrom = "-";
    goOn();
  }

  boolean isStandby() {
    return phase == Phase.STANDBY;
  }

  /** Whether nothing is under way at a room or at Redis. */
  boolean isSettled() {
    boolean redisKnows = published.isEmpty() && acknowledging.isEmpty() && burying.isEmpty();
    return lanes.busy() == 0 && (commands.isEmpty() || redisKnows);
  }

  int heldBack() {
    return lanes.heldBack();
  }

  /** Does all that can be done now; to be called when anything has changed. */
  void goOn() {
    commands.ifPresent(
        redis -> {
          acknowledge(redis);
          work(redis);
          read(redis);
        });
  }

  private void acknowledge(StreamCommands redis) {
    if (published.isEmpty() || !acknowledging.isEmpty()) {
      return;
    }
    Iterator<String> next = published.iterator();
    while (next.hasNext() && acknowledging.size() < ACKNOWLEDGED_AT_ONCE) {
      acknowledging.add(next.next());
      next.remove();
    }
    host.reached(StreamStep.ACKNOWLEDGING);
    host.ask(
        redis.acknowledge(List.copyOf(acknowledging)),
        _ -> {
          acknowledging.clear();
          host.reached(StreamStep.ACKNOWLEDGED);
          goOn();
        });
  }

  private void work(StreamCommands redis) {
    boolean more = phase != Phase.STANDBY;
    while (more && host.holdsPlace() && lanes.busy() < settings.inFlight()) {
      Optional<EntryLanes.Step> next = lanes.next();
      more = next.isPresent();
      next.ifPresent(step -> doStep(redis, step));
    }
  }

  private void doStep(StreamCommands redis, EntryLanes.Step step) {
    switch (step) {
      case EntryLanes.Publish(var room, var loaded) -> host.publish(room, loaded);
      case EntryLanes.Load(var room, var id) ->
          host.ask(redis.load(id), found -> loaded(room, id, found));
    }
  }

  private void loaded(RoomName room, String id, Optional<StreamEntry> found) {
    if (!lanes.awaits(room, id)) {
      return;
    }
    if (found.isEmpty()) {
      metrics.gone(1);
      published.add(id);
      lanes.settled(room);
    } else {
      switch (parser.parse(found.get())) {
        case EntryParser.Fit(_, var draft) -> {
          EntryLanes.Loaded loaded = new EntryLanes.Loaded(found.get(), draft);
          lanes.loaded(room, loaded);
          host.publish(room, loaded);
        }
        case EntryParser.Unfit(var reason, var text) -> {
          bury(found.get(), reason, text, 0);
          lanes.settled(room);
        }
      }
    }
    goOn();
  }

  private void read(StreamCommands redis) {
    int places = places();
    if (asking || phase == Phase.STANDBY || places <= 0) {
      return;
    }
    asking = true;
    long mine = round;
    if (phase == Phase.CLAIMING) {
      host.ask(redis.claim(claimFrom, places), claimed -> ifStill(mine, () -> claimed(claimed)));
    } else {
      host.ask(redis.take(places), taken -> ifStill(mine, () -> taken(redis, taken)));
    }
  }

  /** How many entries more may be held, as far as their size can be known. */
  private int places() {
    long fit = (MOST_BYTES.value() - lanes.bytes() + meanSize - 1) / meanSize;
    int free = Math.min(settings.inFlight() - lanes.bodies(), MOST_KNOWN - lanes.size());
    return (int) Math.min(settings.batch(), Math.min(fit, free));
  }

  /** What was asked for before the place changed hands is claimed by whoever has it now. */
  private void ifStill(long of, Runnable work) {
    if (of == round) {
      asking = false;
      work.run();
    }
  }

  private void claimed(Optional<StreamCommands.Claimed> claimed) {
    if (claimed.isEmpty()) {
      host.placeLost();
      return;
    }
    StreamCommands.Claimed page = claimed.get();
    metrics.claimed(page.others());
    metrics.gone(page.gone());
    page.next().ifPresentOrElse(next -> claimFrom = next, () -> phase = Phase.READING);
    add(page.entries());
  }

  private void taken(StreamCommands redis, Optional<StreamCommands.Taken> taken) {
    if (taken.isEmpty()) {
      host.placeLost();
    } else if (taken.get().entries().isEmpty()) {
      asking = true;
      long mine = round;
      host.ask(redis.await(taken.get().last(), wait), _ -> ifStill(mine, this::goOn));
    } else {
      add(taken.get().entries());
    }
  }

  private void add(List<StreamEntry> entries) {
    metrics.read(entries.size());
    if (!entries.isEmpty()) {
      long size = entries.stream().mapToLong(StreamEntry::size).sum();
      meanSize = (int) Math.max(1, size / entries.size());
      host.reached(StreamStep.READ);
    }
    for (StreamEntry entry : entries) {
      if (!isKnown(entry.id())) {
        switch (parser.parse(entry)) {
          case EntryParser.Fit(var room, var draft) ->
              lanes.add(room, new EntryLanes.Loaded(entry, draft));
          case EntryParser.Unfit(var reason, var text) -> bury(entry, reason, text, entry.tries());
        }
      }
    }
    goOn();
  }

  private boolean isKnown(String id) {
    return lanes.has(id)
        || published.contains(id)
        || acknowledging.contains(id)
        || burying.contains(id);
  }

  /**
   * A room has answered about its first entry; empty: a fault. What failed for a reader that is
   * none any more is claimed by the next one.
   */
  void answered(RoomName room, EntryLanes.Loaded loaded, Optional<ToPublisher.Answer> answer) {
    StreamEntry entry = loaded.entry();
    switch (answer.orElse(FAULT)) {
      case ToPublisher.Done(Receipt receipt) -> {
        metrics.published(receipt.duplicate());
        published.add(entry.id());
        lanes.settled(room);
        host.reached(StreamStep.PUBLISHED);
      }
      case ToPublisher.Failed _ when phase == Phase.STANDBY -> {
        metrics.failed();
        lanes.settled(room);
      }
      case ToPublisher.Failed(var code) when code.temporary() ->
          failed(room, entry, answer.isPresent() ? DeadReason.UNAVAILABLE : DeadReason.FAULT);
      case ToPublisher.Failed(var code) -> {
        metrics.failed();
        bury(
            entry,
            DeadReason.REFUSED,
            "room %s: %s".formatted(room, code.code()),
            entry.tries() + 1);
        lanes.settled(room);
      }
    }
    goOn();
  }

  private void failed(RoomName room, StreamEntry entry, DeadReason reason) {
    metrics.failed();
    int tries = lanes.failed(room);
    if (tries >= settings.tries()) {
      bury(entry, reason, "room %s: %s %d times".formatted(room, reason.word(), tries), tries);
      lanes.givenUp(room);
    } else {
      commands.ifPresent(redis -> host.ask(redis.tried(entry.id(), tries), _ -> {}));
      host.retryLater(room, lanes.failures(room));
    }
  }

  /** The wait of {@link Host#retryLater} is over. */
  void retry(RoomName room) {
    lanes.retry(room);
    goOn();
  }

  /** Without a connection it is left where it is, and claimed by whoever reads next. */
  private void bury(StreamEntry entry, DeadReason reason, String text, int tries) {
    commands.ifPresent(
        redis -> {
          refusals.dead(entry, reason, text);
          burying.add(entry.id());
          host.ask(
              redis.bury(entry, reason, text, tries),
              _ -> {
                metrics.dead(reason);
                host.reached(StreamStep.BURIED);
                burying.remove(entry.id());
                published.add(entry.id());
                goOn();
              });
        });
  }
}
