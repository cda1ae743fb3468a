package io.heddle.actors.log;

import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.Stamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/**
 * A log in this process's memory, gone with the process: for rooms without history, of which it
 * keeps enough to fill a gap between nodes, and for tests. Bounded in publications a room, in rooms
 * and in bytes: the room that was not written for longest loses its publications first, and the one
 * that was not used for longest its epoch, keys and cursors. Its stages are complete when a call
 * returns, and never fail.
 */
public final class MemoryRoomLog implements RoomLog {
  private final LogRules rules;
  private final LogMetrics metrics;
  private final long maxBytes;
  private final Clock clock;
  private final Map<RoomName, MemoryRoom> rooms;

  /** Rooms that have publications, the one that was not written for longest first. */
  private final Map<RoomName, MemoryRoom> filled = new LinkedHashMap<>(16, 0.75f, true);

  private long bytes;

  /**
   * A log that is empty.
   *
   * @param maxRooms rooms that are remembered at most, at least 1
   * @param maxBytes what all publications together may take; the newest of the room that was
   *     written last are kept in any case
   */
  public MemoryRoomLog(
      LogRules rules, LogMetrics metrics, int maxRooms, long maxBytes, Clock clock) {
    this.rules = rules;
    this.metrics = metrics;
    this.maxBytes = maxBytes;
    this.clock = clock;
    this.rooms =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<RoomName, MemoryRoom> eldest) {
            boolean forgotten = size() > maxRooms;
            if (forgotten) {
              filled.remove(eldest.getKey());
              bytes += eldest.getValue().empty();
            }
            return forgotten;
          }
        };
  }

  @Override
  public synchronized CompletionStage<Position> head(RoomName room) {
    return done(room(room).head());
  }

  @Override
  public synchronized CompletionStage<Append> append(
      RoomName room, Position expected, UUID batch, List<Draft> drafts, long nowMillis) {
    MemoryRoom kept = room(room);
    if (kept.isLast(batch)) {
      return done(new Append.Done(kept.lastStamps()));
    }
    if (!kept.head().equals(expected)) {
      return done(new Append.Fenced(kept.head()));
    }
    filled.put(room, kept);
    List<Stamp> stamps = new ArrayList<>(drafts.size());
    for (Draft draft : drafts) {
      stamps.add(kept.add(draft, nowMillis));
    }
    kept.remember(batch, stamps);
    bytes += kept.trim(rules.retention().apply(room), nowMillis);
    makeRoom();
    return done(new Append.Done(stamps));
  }

  @Override
  public synchronized CompletionStage<Slice> read(
      RoomName room, Position after, int limit, long maxBytes) {
    MemoryRoom kept = fresh(room);
    return done(kept.read(after, limit, maxBytes));
  }

  @Override
  public synchronized CompletionStage<Slice> readBack(
      RoomName room, Position before, int limit, long maxBytes) {
    MemoryRoom kept = fresh(room);
    return done(kept.readBack(before, limit, maxBytes));
  }

  @Override
  public synchronized CompletionStage<Position> renew(RoomName room, Position lost) {
    return done(room(room).renew(lost));
  }

  @Override
  public synchronized CompletionStage<Boolean> mayHold(RoomName room, String user) {
    MemoryRoom known = rooms.get(room);
    return done(
        known != null && (known.head().offset() > 0 || !known.cursors().of(user).isEmpty()));
  }

  @Override
  public synchronized CompletionStage<List<Cursor>> cursors(RoomName room, String user) {
    return done(room(room).cursors().of(user));
  }

  @Override
  public synchronized CompletionStage<Done> move(List<Cursor> cursors) {
    for (Cursor cursor : cursors) {
      room(cursor.room()).cursors().move(cursor, rules.devices());
    }
    return done(Done.getInstance());
  }

  @Override
  public LogStatus status() {
    return new LogStatus.Up();
  }

  @Override
  public void close() {}

  private void makeRoom() {
    Iterator<MemoryRoom> longestUnused = filled.values().iterator();
    while (bytes > maxBytes && filled.size() > 1) {
      bytes += longestUnused.next().empty();
      longestUnused.remove();
    }
  }

  private MemoryRoom fresh(RoomName room) {
    MemoryRoom kept = room(room);
    bytes += kept.trim(rules.retention().apply(room), clock.millis());
    return kept;
  }

  private MemoryRoom room(RoomName room) {
    return rooms.computeIfAbsent(room, _ -> new MemoryRoom(room, rules, metrics));
  }

  private static <T> CompletionStage<T> done(T value) {
    return CompletableFuture.completedFuture(value);
  }
}
