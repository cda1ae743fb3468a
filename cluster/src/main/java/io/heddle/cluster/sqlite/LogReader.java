package io.heddle.cluster.sqlite;

import io.heddle.actors.log.Cursor;
import io.heddle.actors.log.LogRules;
import io.heddle.actors.log.Retention;
import io.heddle.actors.log.RoomLog.Slice;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.Publication;
import io.heddle.actors.protocol.RoomName;
import io.heddle.cluster.codec.DraftCodec;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads by one connection. Used by one thread. */
final class LogReader {
  private static final String ROWS =
      "SELECT position, at, body, size FROM publication WHERE room = ? AND position >= ? AND"
          + " position < ? ORDER BY position ";

  private final Statements statements;
  private final LogRules rules;
  private final Clock clock;

  LogReader(Statements statements, LogRules rules, Clock clock) {
    this.statements = statements;
    this.rules = rules;
    this.clock = clock;
  }

  Slice read(RoomName room, Position after, int limit, long maxBytes) throws SQLException {
    Kept kept = kept(room);
    if (!kept.epoch.equals(after.epoch()) || after.offset() > kept.head) {
      return kept.slice(List.of(), false);
    }
    long from = Math.max(after.offset() + 1, kept.oldest);
    List<Publication> page = page(room, kept, "", from, kept.head + 1, limit, maxBytes);
    return kept.slice(page, after.offset() + 1 >= kept.oldest);
  }

  Slice readBack(RoomName room, Position before, int limit, long maxBytes) throws SQLException {
    Kept kept = kept(room);
    if (!kept.epoch.equals(before.epoch())) {
      return kept.slice(List.of(), false);
    }
    List<Publication> page =
        page(room, kept, "DESC", kept.oldest, before.offset(), limit, maxBytes);
    return kept.slice(page, before.offset() > kept.oldest || kept.oldest == 1);
  }

  List<Cursor> cursors(RoomName room, String user) throws SQLException {
    List<Cursor> cursors = new ArrayList<>();
    String sql = "SELECT device, epoch, position FROM cursor WHERE room = ? AND user = ?";
    try (ResultSet rows = statements.with(sql, room.value(), user).executeQuery()) {
      while (rows.next()) {
        String device = rows.getString(1);
        Position position = new Position(rows.getString(2), rows.getLong(3));
        cursors.add(
            new Cursor(
                room,
                user,
                device.isEmpty() ? Optional.empty() : Optional.of(device.substring(1)),
                position));
      }
    }
    return cursors;
  }

  /** From here to the end, reads see one state of the file. */
  void begin() throws SQLException {
    statements.begin();
  }

  void end() throws SQLException {
    statements.commit();
  }

  private List<Publication> page(
      RoomName room, Kept kept, String order, long from, long to, int limit, long maxBytes)
      throws SQLException {
    List<Publication> found = new ArrayList<>();
    long bytes = 0;
    try (ResultSet rows = statements.with(ROWS + order, kept.id, from, to).executeQuery()) {
      while (found.size() < limit && rows.next()) {
        bytes += rows.getLong(4);
        if (bytes > maxBytes && !found.isEmpty()) {
          return found;
        }
        Position position = new Position(kept.epoch, rows.getLong(1));
        found.add(
            new Publication(room, position, rows.getLong(2), DraftCodec.decode(rows.getBytes(3))));
      }
    }
    return found;
  }

  private Kept kept(RoomName room) throws SQLException {
    String sql = "SELECT id, epoch, head, first FROM room WHERE name = ?";
    try (ResultSet rows = statements.with(sql, room.value()).executeQuery()) {
      if (!rows.next()) {
        return new Kept(0, "?", 0, 1);
      }
      long head = rows.getLong(3);
      Retention retention = rules.retention().apply(room);
      long from = Math.max(rows.getLong(4), head - retention.size() + 1);
      long oldest = oldest(rows.getLong(1), from, head, retention.since(clock.millis()));
      return new Kept(rows.getLong(1), rows.getString(2), head, oldest);
    }
  }

  private long oldest(long id, long from, long head, long since) throws SQLException {
    return statements.number(
        head + 1,
        "SELECT position FROM publication WHERE room = ? AND position >= ? AND at >= ?"
            + " ORDER BY position LIMIT 1",
        id,
        from,
        since);
  }

  private record Kept(long id, String epoch, long head, long oldest) {
    Slice slice(List<Publication> publications, boolean complete) {
      return new Slice(new Position(epoch, head), oldest, publications, complete);
    }
  }
}
