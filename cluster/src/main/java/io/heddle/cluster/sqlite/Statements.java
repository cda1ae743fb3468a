package io.heddle.cluster.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/** The statements of one connection, each prepared once. Used by one thread. */
final class Statements implements AutoCloseable {
  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  Statements(Connection connection) {
    this.connection = connection;
  }

  /**
   * Begins a transaction. Not left to JDBC: SQLite ends one by itself when the disk is full, and
   * the driver does not notice.
   */
  void begin() throws SQLException {
    var _ = with("BEGIN").execute();
  }

  void commit() throws SQLException {
    var _ = with("COMMIT").execute();
  }

  /**
   * Ends a transaction that has failed, and drops what was prepared, since the driver closes a
   * statement that failed. Fails where SQLite has rolled back by itself.
   */
  void rollback() throws SQLException {
    for (PreparedStatement statement : prepared.values()) {
      statement.close();
    }
    prepared.clear();
    execute("ROLLBACK");
  }

  /** A statement with its parameters set: texts, longs, ints or byte arrays. */
  PreparedStatement with(String sql, Object... parameters) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    for (int i = 0; i < parameters.length; i++) {
      switch (parameters[i]) {
        case Long number -> statement.setLong(i + 1, number);
        case Integer number -> statement.setInt(i + 1, number);
        case byte[] bytes -> statement.setBytes(i + 1, bytes);
        default -> statement.setString(i + 1, parameters[i].toString());
      }
    }
    return statement;
  }

  /** Runs a change; tells how many rows it met. */
  int update(String sql, Object... parameters) throws SQLException {
    return with(sql, parameters).executeUpdate();
  }

  /** The first column of the first row, or {@code otherwise} where there is none. */
  long number(long otherwise, String sql, Object... parameters) throws SQLException {
    try (ResultSet rows = with(sql, parameters).executeQuery()) {
      return rows.next() ? rows.getLong(1) : otherwise;
    }
  }

  /** Runs what is not prepared, such as a PRAGMA. */
  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
