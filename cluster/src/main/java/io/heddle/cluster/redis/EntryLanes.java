package io.heddle.cluster.redis;

import static java.util.Objects.requireNonNull;

import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.RoomName;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Entries that were read and are not settled, in one lane a room, each in the stream's order. Only
 * the first of a lane is under way: what stands behind it must not overtake it when it fails.
 *
 * <p>A lane whose first entry has failed is held back. Of its entries only the ids are kept, and
 * their bodies are read again when their turn comes: however much piles up behind a room that does
 * not answer, the places in memory are for the others. Not thread-safe.
 */
final class EntryLanes {
  /** An entry with its body. */
  record Loaded(StreamEntry entry, Draft draft) {}

  /** What is to be done for a room next. */
  sealed interface Step {}

  /** Its first entry is to be published. */
  record Publish(RoomName room, Loaded loaded) implements Step {}

  /** The body of its first entry is to be read. */
  record Load(RoomName room, String id) implements Step {}

  private final Map<RoomName, Lane> lanes = new HashMap<>();
  private final Set<String> ids = new HashSet<>();
  private final ArrayDeque<RoomName> ready = new ArrayDeque<>();
  private int bodies;
  private long bytes;
  private int busy;

  /** Adds an entry behind all others of its room; one that is there already stays where it is. */
  void add(RoomName room, Loaded loaded) {
    String id = loaded.entry.id();
    if (!ids.add(id)) {
      return;
    }
    Lane lane = lanes.computeIfAbsent(room, _ -> new Lane());
    Waiting waiting = new Waiting(id, loaded.entry.tries());
    lane.waiting.add(waiting);
    if (lane.failures == 0) {
      keep(waiting, loaded);
    }
    if (lane.waiting.size() == 1) {
      ready.add(room);
    }
  }

  /** Whether an entry is in a lane. */
  boolean has(String id) {
    return ids.contains(id);
  }

  /** The next thing to do, of a room for which nothing is under way; it is then under way. */
  Optional<Step> next() {
    RoomName room = ready.poll();
    if (room == null) {
      return Optional.empty();
    }
    Lane lane = lane(room);
    busy++;
    Waiting first = lane.waiting.element();
    lane.state = first.body.isPresent() ? State.PUBLISHING : State.LOADING;
    return Optional.of(
        first
            .body
            .<Step>map(loaded -> new Publish(room, loaded))
            .orElseGet(() -> new Load(room, first.id)));
  }

  /** Whether the body of this entry is still waited for. */
  boolean awaits(RoomName room, String id) {
    Lane lane = lanes.get(room);
    return lane != null && lane.state == State.LOADING && lane.waiting.element().id.equals(id);
  }

  /** The body that was {@link #awaits waited for} is here; it is to be published next. */
  void loaded(RoomName room, Loaded loaded) {
    Lane lane = lane(room);
    lane.state = State.PUBLISHING;
    keep(lane.waiting.element(), loaded);
  }

  /** The first entry of a room is settled, one way or another: the next one's turn. */
  void settled(RoomName room) {
    rested(room);
    goOn(room);
  }

  /** The first entry of a room, which {@link #failed}, is tried no more: the next one's turn. */
  void givenUp(RoomName room) {
    goOn(room);
  }

  private void goOn(RoomName room) {
    Lane lane = lane(room);
    lane.state = State.IDLE;
    lane.failures = 0;
    remove(lane.waiting.remove());
    if (lane.waiting.isEmpty()) {
      lanes.remove(room);
    } else {
      ready.add(room);
    }
  }

  /**
   * The first entry of a room has failed and stays first; nothing more is done for the room until
   * {@link #retry}.
   *
   * @return how often it was tried in vain, over all readers
   */
  int failed(RoomName room) {
    Lane lane = rested(room);
    lane.state = State.HELD;
    lane.failures++;
    lane.waiting.forEach(this::drop);
    return ++lane.waiting.element().tries;
  }

  /** How often in a row a room has failed here. */
  int failures(RoomName room) {
    return lane(room).failures;
  }

  /** A room that has failed has its turn again, unless it was forgotten since. */
  void retry(RoomName room) {
    Lane lane = lanes.get(room);
    if (lane != null && lane.state == State.HELD) {
      lane.state = State.IDLE;
      ready.add(room);
    }
  }

  /** Forgets all that is not under way: whoever reads next gets it anew. */
  void forget() {
    ready.clear();
    Iterator<Lane> all = lanes.values().iterator();
    while (all.hasNext()) {
      Lane lane = all.next();
      if (lane.state == State.LOADING) {
        busy--;
      }
      Optional<Waiting> first =
          lane.state == State.PUBLISHING ? Optional.of(lane.waiting.remove()) : Optional.empty();
      lane.waiting.forEach(this::remove);
      lane.waiting.clear();
      first.ifPresentOrElse(lane.waiting::add, all::remove);
    }
  }

  /** Entries whose bodies are in memory. */
  int bodies() {
    return bodies;
  }

  /** Bytes of these. */
  long bytes() {
    return bytes;
  }

  /** Entries that are known in all. */
  int size() {
    return ids.size();
  }

  /** Rooms for which something is under way. */
  int busy() {
    return busy;
  }

  /** Rooms that are held back since their first entry has failed. */
  int heldBack() {
    return (int) lanes.values().stream().filter(lane -> lane.failures > 0).count();
  }

  private Lane lane(RoomName room) {
    return requireNonNull(lanes.get(room));
  }

  private Lane rested(RoomName room) {
    Lane lane = lane(room);
    lane.state = State.IDLE;
    busy--;
    return lane;
  }

  private void keep(Waiting waiting, Loaded loaded) {
    waiting.body = Optional.of(loaded);
    bodies++;
    bytes += loaded.entry.size();
  }

  private void drop(Waiting waiting) {
    waiting.body.ifPresent(
        loaded -> {
          bodies--;
          bytes -= loaded.entry.size();
        });
    waiting.body = Optional.empty();
  }

  private void remove(Waiting waiting) {
    drop(waiting);
    ids.remove(waiting.id);
  }

  private enum State {
    IDLE,
    LOADING,
    PUBLISHING,
    HELD
  }

  private static final class Lane {
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>(2);
    private int failures;
    private State state = State.IDLE;
  }

  private static final class Waiting {
    private final String id;
    private int tries;
    private Optional<Loaded> body = Optional.empty();

    Waiting(String id, int tries) {
      this.id = id;
      this.tries = tries;
    }
  }
}
