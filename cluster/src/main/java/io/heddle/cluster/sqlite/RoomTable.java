package io.heddle.cluster.sqlite;

import io.heddle.actors.log.Epochs;
import io.heddle.actors.log.LogMetrics;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.RoomName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Epoch and head of rooms. Those used last are remembered, so that an append need not read them;
 * what is remembered is forgotten when a transaction fails. Used by the writer's thread.
 */
final class RoomTable {
  private static final int REMEMBERED = 20_000;

  /** How old {@code used_at} may be before looking at a room writes it anew. */
  private static final long USE_MILLIS = 3_600_000;

  private final Statements statements;
  private final LogMetrics metrics;
  private final long generation;
  private final Map<RoomName, RoomRow> rows =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<RoomName, RoomRow> eldest) {
          return size() > REMEMBERED;
        }
      };

  RoomTable(Statements statements, LogMetrics metrics) throws SQLException {
    this.statements = statements;
    this.metrics = metrics;
    this.generation = statements.number(1, "SELECT value FROM meta WHERE key = 'generation'");
  }

  /** What is remembered may not be in the file. */
  void forget() {
    rows.clear();
  }

  void forget(RoomName room) {
    rows.remove(room);
  }

  Optional<RoomRow> find(RoomName room) throws SQLException {
    RoomRow row = rows.get(room);
    return row != null ? Optional.of(row) : read(room);
  }

  private Optional<RoomRow> read(RoomName room) throws SQLException {
    String sql =
        "SELECT id, epoch, head, first, bytes, batch, result, expires_at, generation, used_at"
            + " FROM room WHERE name = ?";
    try (ResultSet found = statements.with(sql, room.value()).executeQuery()) {
      if (!found.next()) {
        return Optional.empty();
      }
      RoomRow row =
          new RoomRow(
              found.getLong(1),
              found.getString(2),
              found.getLong(3),
              found.getLong(4),
              found.getLong(5),
              found.getBytes(6),
              found.getBytes(7),
              found.getLong(8),
              found.getLong(10));
      boolean risked = found.getLong(9) != generation;
      if (risked) {
        renew(row);
      }
      rows.put(room, row);
      return Optional.of(row);
    }
  }

  /** The row of a room, made where there is none. */
  RoomRow findOrMake(RoomName room, long now) throws SQLException {
    Optional<RoomRow> known = find(room);
    if (known.isPresent()) {
      RoomRow row = known.get();
      if (row.usedAt < now - USE_MILLIS) {
        row.usedAt = now;
        statements.update("UPDATE room SET used_at = ? WHERE id = ?", now, row.id);
      }
      return row;
    }
    statements.update(
        "INSERT INTO room (name, epoch, generation, head, first, bytes, batch, result, used_at,"
            + " expires_at) VALUES (?, ?, ?, 0, 1, 0, x'', x'', ?, 0)",
        room.value(),
        Epochs.next(),
        generation,
        now);
    return read(room).orElseThrow();
  }

  /** Starts a new epoch behind what is kept, where the log has lost a position. */
  Position renew(RoomName room, Position lost, long now) throws SQLException {
    RoomRow row = findOrMake(room, now);
    if (lost.epoch().equals(row.epoch) && lost.offset() > row.head) {
      renew(row);
    }
    return row.position();
  }

  private void renew(RoomRow row) throws SQLException {
    row.begin(Epochs.next());
    statements.update(
        "UPDATE room SET epoch = ?, generation = ?, batch = x'', result = x'' WHERE id = ?",
        row.epoch,
        generation,
        row.id);
    metrics.renewed();
  }

  /** Writes what an append has changed. */
  void write(RoomRow row, long now) throws SQLException {
    row.usedAt = now;
    statements.update(
        "UPDATE room SET head = ?, first = ?, bytes = ?, batch = ?, result = ?, used_at = ?"
            + " WHERE id = ?",
        row.head,
        row.first,
        row.bytes,
        row.batch,
        row.result,
        now,
        row.id);
  }
}
