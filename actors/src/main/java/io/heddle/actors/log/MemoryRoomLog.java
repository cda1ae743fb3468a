package io.heddle.actors.log;

import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.Publication;
import io.heddle.actors.protocol.RoomName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A log in this process's memory, of the newest publications only: enough to fill a gap between
 * nodes, gone with the process. Bounded in publications a room and in rooms; the room that was not
 * used for longest is forgotten first and starts a new epoch when it comes back.
 */
public final class MemoryRoomLog implements RoomLog {
  private final int tail;
  private final Map<RoomName, Tail> rooms;

  /**
   * A log that is empty.
   *
   * @param tail publications kept a room, 0 or more
   * @param maxRooms rooms that are remembered at most, at least 1
   */
  public MemoryRoomLog(int tail, int maxRooms) {
    this.tail = tail;
    this.rooms =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<RoomName, Tail> eldest) {
            return size() > maxRooms;
          }
        };
  }

  @Override
  public synchronized CompletionStage<Position> head(RoomName room) {
    return CompletableFuture.completedFuture(tail(room).head);
  }

  @Override
  public synchronized CompletionStage<Append> append(
      RoomName room, Position expected, List<Publication> publications) {
    Tail kept = tail(room);
    if (!kept.head.equals(expected)) {
      return CompletableFuture.completedFuture(Append.FENCED);
    }
    for (Publication publication : publications) {
      kept.publications.addLast(publication);
      if (kept.publications.size() > tail) {
        kept.publications.removeFirst();
      }
    }
    kept.head = publications.getLast().position();
    return CompletableFuture.completedFuture(Append.APPENDED);
  }

  @Override
  public synchronized CompletionStage<Slice> read(RoomName room, Position after, int limit) {
    Tail kept = tail(room);
    if (!kept.head.epoch().equals(after.epoch()) || after.offset() > kept.head.offset()) {
      return CompletableFuture.completedFuture(new Slice(List.of(), false));
    }
    long oldest = kept.head.offset() - kept.publications.size();
    List<Publication> found = new ArrayList<>();
    for (Publication publication : kept.publications) {
      if (publication.position().offset() > after.offset() && found.size() < limit) {
        found.add(publication);
      }
    }
    return CompletableFuture.completedFuture(new Slice(found, after.offset() >= oldest));
  }

  private Tail tail(RoomName room) {
    return rooms.computeIfAbsent(room, _ -> new Tail());
  }

  private static final class Tail {
    private final ArrayDeque<Publication> publications = new ArrayDeque<>(2);
    private Position head =
        new Position(Long.toString(ThreadLocalRandom.current().nextLong(1L << 60), 36), 0);
  }
}
