package io.heddle.cluster.sqlite;

import io.heddle.actors.log.LogMetrics;
import io.heddle.actors.log.LogRules;
import java.sql.SQLException;
import java.util.OptionalLong;

/** Idempotency keys of rooms. Used by the writer's thread. */
final class KeyTable {
  /** Part of the allowed number that may be there beyond it before the oldest are looked for. */
  private static final int SLACK = 16;

  private final Statements statements;
  private final LogRules rules;
  private final LogMetrics metrics;

  KeyTable(Statements statements, LogRules rules, LogMetrics metrics) {
    this.statements = statements;
    this.rules = rules;
    this.metrics = metrics;
  }

  /** The offset that the first with this key has. */
  OptionalLong find(RoomRow room, String key, long now) throws SQLException {
    long offset =
        statements.number(
            0,
            "SELECT position FROM idempotency WHERE room = ? AND key = ? AND at >= ?",
            room.id,
            key,
            now - rules.keyWindow().toMillis());
    return offset == 0 ? OptionalLong.empty() : OptionalLong.of(offset);
  }

  void add(RoomRow room, String key, long offset, long now) throws SQLException {
    statements.update(
        "INSERT OR REPLACE INTO idempotency VALUES (?, ?, ?, ?)", room.id, key, offset, now);
    room.newKeys++;
    if (room.newKeys > rules.keys() / SLACK) {
      room.newKeys = 0;
      evict(room, now);
    }
  }

  private void evict(RoomRow room, long now) throws SQLException {
    long last =
        statements.number(
            0,
            "SELECT position FROM idempotency WHERE room = ? ORDER BY position DESC"
                + " LIMIT 1 OFFSET ?",
            room.id,
            rules.keys());
    if (last > 0) {
      long early =
          statements.number(
              0,
              "SELECT count(*) FROM idempotency WHERE room = ? AND position <= ? AND at >= ?",
              room.id,
              last,
              now - rules.keyWindow().toMillis());
      metrics.keysEvicted((int) early);
      statements.update("DELETE FROM idempotency WHERE room = ? AND position <= ?", room.id, last);
    }
  }
}
