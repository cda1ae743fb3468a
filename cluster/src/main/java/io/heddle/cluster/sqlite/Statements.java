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

  Connection connection() {
    return connection;
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
