package io.heddle.cluster.sqlite;

import io.heddle.config.SqliteSettings;
import io.heddle.config.SqliteSettings.Synchronous;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.sqlite.SQLiteConfig;

/**
 * The database file: made, checked and brought up to date at start. A file that is not ours, is
 * newer than this program or is damaged is an error that names it, and is left as it is.
 *
 * <p>Where {@code synchronous = normal}, a machine that lost its power may have lost what was
 * answered: then a new generation begins, in which each room gets a new epoch, so that no offset is
 * told of two publications.
 */
final class LogFile {
  /** "HEDL", so that another program's database is not taken for ours. */
  private static final int APPLICATION_ID = 0x4845444C;

  private static final int VERSION = 1;

  /** Larger files are not read through at start. */
  private static final long CHECKED_BYTES = 32L << 20;

  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  private final Path path;
  private final SqliteSettings settings;

  LogFile(Path folder, SqliteSettings settings) {
    this.path = folder.resolve("rooms.db");
    this.settings = settings;
  }

  Path path() {
    return path;
  }

  /**
   * The connection that writes.
   *
   * @throws LogFileException where the file cannot be used
   */
  Statements open() {
    try {
      Statements statements = connect();
      try {
        check(statements);
        migrate(statements);
        beginGeneration(statements);
        return statements;
      } catch (SQLException | RuntimeException fault) {
        statements.close();
        throw fault;
      }
    } catch (SQLException fault) {
      throw new LogFileException(
          "heddle.data-dir: the log %s cannot be used: %s; restore it from a copy, or move it away to"
                  .formatted(path.toAbsolutePath(), fault.getMessage())
              + " begin without history",
          fault);
    }
  }

  /** A connection that reads; each thread needs one of its own. */
  Statements reader() throws SQLException {
    Statements statements = connect();
    statements.execute("PRAGMA query_only = on");
    return statements;
  }

  /**
   * The driver would ask for the last row's id after each statement, which nobody wants to know.
   */
  private Statements connect() throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setGetGeneratedKeys(false);
    Statements statements = new Statements(config.createConnection("jdbc:sqlite:" + path));
    statements.execute("PRAGMA busy_timeout = 5000");
    statements.execute("PRAGMA synchronous = " + settings.synchronous());
    return statements;
  }

  private void check(Statements statements) throws SQLException {
    boolean isNew = statements.number(0, "SELECT count(*) FROM sqlite_master") == 0;
    long application = statements.number(0, "PRAGMA application_id");
    if (application != APPLICATION_ID && !(isNew && application == 0)) {
      throw new SQLException("it is a database of another program");
    }
    long version = statements.number(0, "PRAGMA user_version");
    if (version > VERSION) {
      throw new SQLException(
          "it has version %d and this program knows %d: it was written by a newer one"
              .formatted(version, VERSION));
    }
    if (size() <= CHECKED_BYTES) {
      try (ResultSet rows = statements.with("PRAGMA quick_check(1)").executeQuery()) {
        if (rows.next() && !rows.getString(1).equals("ok")) {
          throw new SQLException("it is damaged (" + rows.getString(1) + ")");
        }
      }
    }
  }

  private long size() throws SQLException {
    try {
      return Files.size(path);
    } catch (IOException fault) {
      throw new SQLException(fault.toString(), fault);
    }
  }

  private static void migrate(Statements statements) throws SQLException {
    statements.execute("PRAGMA journal_mode = WAL");
    statements.execute("PRAGMA cache_size = -16384");
    statements.execute("PRAGMA journal_size_limit = 67108864");
    if (statements.number(0, "PRAGMA user_version") == VERSION) {
      return;
    }
    statements.begin();
    for (String statement : schema().split(";\n", -1)) {
      if (!statement.isBlank()) {
        statements.execute(statement);
      }
    }
    statements.execute("PRAGMA application_id = " + APPLICATION_ID);
    statements.execute("PRAGMA user_version = " + VERSION);
    statements.commit();
  }

  private static String schema() {
    try (var in = LogFile.class.getResourceAsStream("schema-1.sql")) {
      if (in == null) {
        throw new IllegalStateException("schema-1.sql is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException fault) {
      throw new IllegalStateException(fault);
    }
  }

  private void beginGeneration(Statements statements) throws SQLException {
    Optional<String> boot = bootId();
    try (ResultSet rows =
        statements.with("SELECT value FROM meta WHERE key = 'risked_in_boot'").executeQuery()) {
      if (rows.next() && !boot.equals(Optional.of(rows.getString(1)))) {
        statements.execute("UPDATE meta SET value = value + 1 WHERE key = 'generation'");
      }
    }
    if (settings.synchronous() == Synchronous.NORMAL) {
      statements.update(
          "INSERT OR REPLACE INTO meta VALUES ('risked_in_boot', ?)", boot.orElse("?"));
    } else {
      statements.update("DELETE FROM meta WHERE key = 'risked_in_boot'");
    }
  }

  /** Notes that all is on the disk, before the connection that writes is closed. */
  static void endGeneration(Statements statements) throws SQLException {
    statements.execute("PRAGMA synchronous = FULL");
    statements.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    statements.update("DELETE FROM meta WHERE key = 'risked_in_boot'");
  }

  /** Differs after each start of the machine; unknown on systems that do not tell. */
  private static Optional<String> bootId() {
    try {
      return Optional.of(Files.readString(BOOT_ID).strip());
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
