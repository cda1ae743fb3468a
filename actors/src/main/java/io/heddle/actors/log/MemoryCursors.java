package io.heddle.actors.log;

import io.heddle.actors.protocol.Position;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The cursors of one room, in memory. */
final class MemoryCursors {
  /** By user, then by device, the one that was not moved for longest first. */
  private final Map<String, LinkedHashMap<Optional<String>, Cursor>> byUser = new HashMap<>(2);

  List<Cursor> of(String user) {
    Map<Optional<String>, Cursor> cursors = byUser.get(user);
    return cursors == null ? List.of() : List.copyOf(cursors.values());
  }

  void move(Cursor cursor, int devices) {
    LinkedHashMap<Optional<String>, Cursor> cursors =
        byUser.computeIfAbsent(cursor.user(), _ -> new LinkedHashMap<>(2));
    Cursor earlier = cursors.get(cursor.device());
    if (earlier == null || isForward(earlier.position(), cursor.position())) {
      cursors.remove(cursor.device());
      cursors.put(cursor.device(), cursor);
      if (cursors.size() > devices) {
        cursors.pollFirstEntry();
      }
    }
  }

  private static boolean isForward(Position from, Position to) {
    return !from.epoch().equals(to.epoch()) || to.offset() > from.offset();
  }
}
