package io.heddle.actors.log;

import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.Publication;
import io.heddle.actors.protocol.RoomName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A log in this process's memory, of the newest publications only: enough to fill a gap between
 * nodes, gone with the process. Bounded in publications a room, in rooms and in bytes: the room
 * that was not used for longest loses its publications first, and in the end its epoch.
 */
public final class MemoryRoomLog implements RoomLog {
  /** What a publication takes beside its data, roughly: objects, ids, its place in the tail. */
  private static final int OVERHEAD = 400;

  private final int tail;
  private final long maxBytes;
  private final Map<RoomName, Tail> rooms;

  /** Rooms that have publications, the one that was not written for longest first. */
  private final Map<RoomName, Tail> filled = new LinkedHashMap<>(16, 0.75f, true);

  private long bytes;

  /**
   * A log that is empty.
   *
   * @param tail publications kept a room, 0 or more
   * @param maxRooms rooms that are remembered at most, at least 1
   * @param maxBytes what all publications together may take; the newest of the room that was
   *     written last are kept in any case
   */
  public MemoryRoomLog(int tail, int maxRooms, long maxBytes) {
    this.tail = tail;
    this.maxBytes = maxBytes;
    this.rooms =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<RoomName, Tail> eldest) {
            boolean forgotten = size() > maxRooms;
            if (forgotten) {
              filled.remove(eldest.getKey());
              empty(eldest.getValue());
            }
            return forgotten;
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
    filled.put(room, kept);
    for (Publication publication : publications) {
      kept.publications.addLast(publication);
      bytes += size(publication);
      if (kept.publications.size() > tail) {
        bytes -= size(kept.publications.removeFirst());
      }
    }
    kept.head = publications.getLast().position();
    makeRoom();
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

  private void makeRoom() {
    Iterator<Tail> longestUnused = filled.values().iterator();
    while (bytes > maxBytes && filled.size() > 1) {
      empty(longestUnused.next());
      longestUnused.remove();
    }
  }

  private void empty(Tail kept) {
    for (Publication publication : kept.publications) {
      bytes -= size(publication);
    }
    kept.publications.clear();
  }

  private static int size(Publication publication) {
    return OVERHEAD + publication.draft().data().size();
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
