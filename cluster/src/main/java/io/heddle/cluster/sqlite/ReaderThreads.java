package io.heddle.cluster.sqlite;

import io.heddle.actors.log.LogException;
import io.heddle.actors.log.LogMetrics;
import io.heddle.actors.log.LogRules;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads that read, each with a connection of its own while it does. */
final class ReaderThreads {
  private static final int THREADS = 2;

  private final LogFile file;
  private final LogRules rules;
  private final LogMetrics metrics;
  private final Clock clock;
  private final ThreadPoolExecutor threads;
  private final Queue<Reader> idle = new ConcurrentLinkedQueue<>();

  ReaderThreads(LogFile file, LogRules rules, LogMetrics metrics, Clock clock, int queueSize) {
    this.file = file;
    this.rules = rules;
    this.metrics = metrics;
    this.clock = clock;
    AtomicInteger number = new AtomicInteger();
    this.threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(queueSize),
            work -> {
              Thread thread = new Thread(work, "heddle-log-reader-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Something that reads the file. */
  @FunctionalInterface
  interface Read<T> {
    T run(LogReader reader) throws SQLException;
  }

  private record Reader(Statements statements, LogReader log) {}

  /** Completes on a reader's thread. */
  <T> CompletionStage<T> submit(Read<T> read) {
    CompletableFuture<T> result = new CompletableFuture<>();
    try {
      threads.execute(() -> run(read, result));
    } catch (RejectedExecutionException fault) {
      fail(result, fault);
    }
    return result;
  }

  private <T> void run(Read<T> read, CompletableFuture<T> result) {
    Optional<Reader> reader = Optional.empty();
    try {
      reader = Optional.of(reader());
      reader.get().log.begin();
      T value = read.run(reader.get().log);
      reader.get().log.end();
      idle.add(reader.get());
      result.complete(value);
    } catch (SQLException | RuntimeException fault) {
      reader.ifPresent(ReaderThreads::close);
      fail(result, fault);
    }
  }

  private void fail(CompletableFuture<?> result, Exception fault) {
    metrics.readFailed();
    String why = "the log cannot be read: " + fault.getMessage();
    result.completeExceptionally(LogException.refused(why, fault));
  }

  private Reader reader() throws SQLException {
    Reader reader = idle.poll();
    if (reader != null) {
      return reader;
    }
    Statements statements = file.reader();
    return new Reader(statements, new LogReader(statements, rules, clock));
  }

  private static void close(Reader reader) {
    try {
      reader.statements.close();
    } catch (SQLException _) {
      // It failed before, and is not used again.
    }
  }

  /** Ends what is under way; returns when that is done or {@code limit} is over. */
  void close(Duration limit) {
    threads.shutdown();
    try {
      var _ = threads.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    idle.forEach(ReaderThreads::close);
  }
}
