package io.heddle.actors.cursor;

import io.heddle.actors.log.Cursor;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.RoomName;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Cursors that wait to be written, so that who comes back to this node meanwhile goes on where it
 * was. Bounded by what the writer takes. Thread-safe.
 */
public final class Unwritten {
  private final ConcurrentMap<Seat, Position> positions = new ConcurrentHashMap<>();

  /** None waits. */
  public Unwritten() {}

  void add(Cursor cursor) {
    positions.merge(
        Seat.of(cursor),
        cursor.position(),
        (earlier, later) -> isForward(earlier, later) ? later : earlier);
  }

  Optional<Position> find(RoomName room, String user, Optional<String> device) {
    return Optional.ofNullable(positions.get(new Seat(room, user, device)));
  }

  /** They are written, or given up; what was moved further since still waits. */
  void remove(List<Cursor> cursors) {
    cursors.forEach(cursor -> positions.remove(Seat.of(cursor), cursor.position()));
  }

  /** Whether a cursor moves from one position to another. */
  static boolean isForward(Position from, Position to) {
    return !from.epoch().equals(to.epoch()) || to.offset() > from.offset();
  }

  private record Seat(RoomName room, String user, Optional<String> device) {
    static Seat of(Cursor cursor) {
      return new Seat(cursor.room(), cursor.user(), cursor.device());
    }
  }
}
