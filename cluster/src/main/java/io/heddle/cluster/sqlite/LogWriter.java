package io.heddle.cluster.sqlite;

import io.heddle.actors.log.Cursor;
import io.heddle.actors.log.KeyScope;
import io.heddle.actors.log.LogMetrics;
import io.heddle.actors.log.LogRules;
import io.heddle.actors.log.Retention;
import io.heddle.actors.log.RoomLog.Append;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.Stamp;
import io.heddle.cluster.codec.DraftCodec;
import io.heddle.cluster.codec.StampCodec;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** Everything that changes the file, inside of a transaction that others begin and end. */
final class LogWriter {
  /** Part of a room's size that may be kept beyond it, unseen, so that not each append deletes. */
  private static final int SLACK = 16;

  private final Statements statements;
  private final LogRules rules;
  private final LogMetrics metrics;
  private final RoomTable rooms;
  private final KeyTable keys;

  /** Makes each move of a cursor younger than those before. */
  private long moves;

  LogWriter(Statements statements, LogRules rules, LogMetrics metrics) throws SQLException {
    this.statements = statements;
    this.rules = rules;
    this.metrics = metrics;
    this.rooms = new RoomTable(statements, metrics);
    this.keys = new KeyTable(statements, rules, metrics);
    this.moves = statements.number(0, "SELECT max(moves) FROM cursor");
  }

  RoomTable rooms() {
    return rooms;
  }

  Append append(RoomName room, Position expected, UUID batch, List<Draft> drafts, long now)
      throws SQLException {
    RoomRow row = rooms.findOrMake(room, now);
    byte[] batchId = bytes(batch);
    if (row.isLast(batchId)) {
      return new Append.Done(StampCodec.decode(row.epoch, row.result));
    }
    if (!row.position().equals(expected)) {
      metrics.fenced();
      return new Append.Fenced(row.position());
    }
    List<Stamp> stamps = new ArrayList<>(drafts.size());
    for (Draft draft : drafts) {
      stamps.add(add(row, draft, now));
    }
    row.batch = batchId;
    row.result = StampCodec.encode(stamps);
    trim(row, rules.retention().apply(room), now);
    rooms.write(row, now);
    expireLater(row, rules.retention().apply(room), now);
    return new Append.Done(stamps);
  }

  private Stamp add(RoomRow row, Draft draft, long now) throws SQLException {
    Optional<String> key = draft.key().map(_ -> KeyScope.scoped(draft));
    if (key.isPresent()) {
      OptionalLong earlier = keys.find(row, key.get(), now);
      if (earlier.isPresent()) {
        return new Stamp(new Position(row.epoch, earlier.getAsLong()), true);
      }
    }
    row.head++;
    row.bytes += draft.data().size();
    statements.update(
        "INSERT INTO publication VALUES (?, ?, ?, ?, ?)",
        row.id,
        row.head,
        now,
        draft.data().size(),
        DraftCodec.encode(draft));
    if (key.isPresent()) {
      keys.add(row, key.get(), row.head, now);
    }
    return new Stamp(row.position(), false);
  }

  private void trim(RoomRow row, Retention retention, long now) throws SQLException {
    long kept = row.head - row.first + 1;
    boolean many = kept > retention.size() + retention.size() / SLACK;
    boolean large = row.bytes > retention.bytes();
    long from = many ? row.head - retention.size() + 1 : row.first;
    if (many || large) {
      from = Math.max(from, firstThatFits(row, retention));
    }
    if (from == row.first && isTooOld(row, retention, now)) {
      from = firstYoung(row, retention.since(now));
    }
    if (from > row.first) {
      row.bytes -=
          statements.number(
              0, "SELECT sum(size) FROM publication WHERE room = ? AND position < ?", row.id, from);
      statements.update("DELETE FROM publication WHERE room = ? AND position < ?", row.id, from);
      row.first = from;
      row.firstAt = OptionalLong.empty();
    }
  }

  /** The oldest publication with which the data of all that follows is within the bounds. */
  private long firstThatFits(RoomRow row, Retention retention) throws SQLException {
    if (row.bytes <= retention.bytes()) {
      return row.first;
    }
    long over = row.bytes - retention.bytes();
    String sql = "SELECT position, size FROM publication WHERE room = ? ORDER BY position";
    try (ResultSet rows = statements.with(sql, row.id).executeQuery()) {
      while (over > 0 && rows.next()) {
        over -= rows.getLong(2);
        if (over <= 0) {
          return Math.min(rows.getLong(1) + 1, row.head);
        }
      }
    }
    return row.head;
  }

  private boolean isTooOld(RoomRow row, Retention retention, long now) throws SQLException {
    if (row.first > row.head) {
      return false;
    }
    if (row.firstAt.isEmpty()) {
      long at =
          statements.number(
              now, "SELECT at FROM publication WHERE room = ? AND position = ?", row.id, row.first);
      row.firstAt = OptionalLong.of(at);
    }
    return row.firstAt.getAsLong() < retention.since(now);
  }

  private long firstYoung(RoomRow row, long since) throws SQLException {
    return statements.number(
        row.head + 1,
        "SELECT position FROM publication WHERE room = ? AND at >= ? ORDER BY position LIMIT 1",
        row.id,
        since);
  }

  /** Written when it changes by much only, since an index hangs on it. */
  private void expireLater(RoomRow row, Retention retention, long now) throws SQLException {
    long needed = now + Math.max(retention.ttl().toMillis(), rules.keyWindow().toMillis());
    if (row.expiresAt < needed) {
      row.expiresAt = needed + (needed - now) / SLACK;
      statements.update("UPDATE room SET expires_at = ? WHERE id = ?", row.expiresAt, row.id);
    }
  }

  void move(List<Cursor> cursors, long now) throws SQLException {
    for (Cursor cursor : cursors) {
      String room = cursor.room().value();
      int moved =
          statements.update(
              "INSERT INTO cursor VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
                  + " epoch = excluded.epoch, position = excluded.position,"
                  + " moved_at = excluded.moved_at, moves = excluded.moves"
                  + " WHERE epoch <> excluded.epoch OR position < excluded.position",
              room,
              cursor.user(),
              stored(cursor.device()),
              cursor.position().epoch(),
              cursor.position().offset(),
              now,
              ++moves);
      if (moved > 0) {
        statements.update(
            "DELETE FROM cursor WHERE room = ? AND user = ? AND moves <= (SELECT moves FROM cursor"
                + " WHERE room = ? AND user = ? ORDER BY moves DESC LIMIT 1 OFFSET ?)",
            room,
            cursor.user(),
            room,
            cursor.user(),
            rules.devices());
      }
    }
  }

  /** Deletes some of what is too old: rooms that nobody publishes in, and those nobody uses. */
  void sweep(long now, int most) throws SQLException {
    List<Long> expired = new ArrayList<>();
    String due = "SELECT id FROM room WHERE expires_at BETWEEN 1 AND ? LIMIT ?";
    try (ResultSet rows = statements.with(due, now, most).executeQuery()) {
      while (rows.next()) {
        expired.add(rows.getLong(1));
      }
    }
    for (long id : expired) {
      statements.update("DELETE FROM publication WHERE room = ?", id);
      statements.update("DELETE FROM idempotency WHERE room = ?", id);
      statements.update(
          "UPDATE room SET first = head + 1, bytes = 0, expires_at = 0 WHERE id = ?", id);
    }
    if (!expired.isEmpty()) {
      rooms.forget();
    }
  }

  /** Deletes what nobody has used for as long as the rules say. */
  void sweepUnused(long now) throws SQLException {
    long since = now - rules.metaTtl().toMillis();
    int gone = statements.update("DELETE FROM room WHERE used_at < ? AND expires_at = 0", since);
    statements.update("DELETE FROM cursor WHERE moved_at < ?", since);
    if (gone > 0) {
      rooms.forget();
    }
  }

  /** Writes and deletes something that needs room on the disk. */
  void probe() throws SQLException {
    statements.update("INSERT OR REPLACE INTO meta VALUES ('probe', zeroblob(65536))");
    statements.commit();
    statements.begin();
    statements.update("DELETE FROM meta WHERE key = 'probe'");
  }

  static String stored(Optional<String> device) {
    return device.map(name -> "=" + name).orElse("");
  }

  private static byte[] bytes(UUID batch) {
    return ByteBuffer.allocate(2 * Long.BYTES)
        .putLong(batch.getMostSignificantBits())
        .putLong(batch.getLeastSignificantBits())
        .array();
  }
}
