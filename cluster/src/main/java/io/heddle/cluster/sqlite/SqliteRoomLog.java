package io.heddle.cluster.sqlite;

import io.heddle.actors.log.Cursor;
import io.heddle.actors.log.LogMetrics;
import io.heddle.actors.log.LogRules;
import io.heddle.actors.log.LogStatus;
import io.heddle.actors.log.RoomLog;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.RoomName;
import io.heddle.config.SqliteSettings;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/**
 * A log in a SQLite database of the data folder: what was told is on the disk, as safely as {@code
 * heddle.sqlite.synchronous} says. One process a folder.
 *
 * <pre>
 *  rooms ──append──▶ queue ──▶ WriterThread ── one transaction for all that waits ──▶ rooms.db (WAL)
 *        ◀─ done, after the commit ──┘                                                    │
 *  rooms ──read────▶ queue ──▶ ReaderThreads ◀── a view that no writer waits for ─────────┘
 * </pre>
 */
public final class SqliteRoomLog implements RoomLog {
  private static final Duration CLOSE = Duration.ofSeconds(5);

  private final FolderLock lock;
  private final WriterThread writer;
  private final ReaderThreads readers;
  private final LogMetrics metrics;
  private final Clock clock;
  private final Statements statements;
  private final WrittenRooms written;

  private SqliteRoomLog(
      FolderLock lock,
      Statements statements,
      WrittenRooms written,
      WriterThread writer,
      ReaderThreads readers,
      LogMetrics metrics,
      Clock clock) {
    this.lock = lock;
    this.statements = statements;
    this.written = written;
    this.writer = writer;
    this.readers = readers;
    this.metrics = metrics;
    this.clock = clock;
  }

  /**
   * Opens the log in a folder, both made where they are missing. Blocks: takes some 100 ms in a
   * fresh process.
   *
   * @throws LogFileException where the folder is another process's, or the file is damaged, newer
   *     than this program, or not ours
   */
  public static SqliteRoomLog open(
      Path folder, SqliteSettings settings, LogRules rules, LogMetrics metrics, Clock clock) {
    FolderLock lock = FolderLock.take(folder);
    try {
      LogFile file = new LogFile(folder, settings);
      Statements statements = file.open();
      WrittenRooms written = WrittenRooms.of(statements);
      LogWriter logWriter = new LogWriter(statements, rules, metrics);
      WriterThread writer =
          new WriterThread(statements, logWriter, metrics, clock, settings.queue());
      ReaderThreads readers = new ReaderThreads(file, rules, metrics, clock, settings.queue());
      writer.start();
      return new SqliteRoomLog(lock, statements, written, writer, readers, metrics, clock);
    } catch (SQLException fault) {
      lock.close();
      throw new LogFileException("heddle.data-dir: the log cannot be read", fault);
    } catch (RuntimeException fault) {
      lock.close();
      throw fault;
    }
  }

  /** Lets the file have so many pages at most, from the next operation on: a disk that is full. */
  CompletionStage<Done> limitPages(long pages) {
    return writer.submit(
        _ -> {
          statements.execute("PRAGMA max_page_count = " + pages);
          return Done.getInstance();
        });
  }

  @Override
  public CompletionStage<Position> head(RoomName room) {
    return writer.submit(log -> log.rooms().findOrMake(room, clock.millis()).position());
  }

  @Override
  public CompletionStage<Append> append(
      RoomName room, Position expected, UUID batch, List<Draft> drafts, long nowMillis) {
    long began = System.nanoTime();
    written.add(room);
    return writer
        .submit(log -> log.append(room, expected, batch, drafts, nowMillis))
        .thenApply(
            append -> {
              metrics.appended(System.nanoTime() - began);
              return append;
            });
  }

  @Override
  public CompletionStage<Slice> read(RoomName room, Position after, int limit, long maxBytes) {
    return readers.submit(log -> log.read(room, after, limit, maxBytes));
  }

  @Override
  public CompletionStage<Slice> readBack(RoomName room, Position before, int limit, long maxBytes) {
    return readers.submit(log -> log.readBack(room, before, limit, maxBytes));
  }

  @Override
  public CompletionStage<Position> renew(RoomName room, Position lost) {
    return writer.submit(log -> log.rooms().renew(room, lost, clock.millis()));
  }

  @Override
  public CompletionStage<Boolean> mayHold(RoomName room, String user) {
    return CompletableFuture.completedFuture(written.mayHold(room));
  }

  @Override
  public CompletionStage<List<Cursor>> cursors(RoomName room, String user) {
    return readers.submit(log -> log.cursors(room, user));
  }

  @Override
  public CompletionStage<Done> move(List<Cursor> cursors) {
    cursors.forEach(cursor -> written.add(cursor.room()));
    return writer.submit(
        log -> {
          log.move(cursors, clock.millis());
          return Done.getInstance();
        });
  }

  @Override
  public LogStatus status() {
    return writer.status();
  }

  @Override
  public void close() {
    readers.close(CLOSE);
    writer.close(CLOSE);
    lock.close();
  }
}
