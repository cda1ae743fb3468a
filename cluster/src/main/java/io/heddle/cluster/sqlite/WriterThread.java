package io.heddle.cluster.sqlite;

import io.heddle.actors.log.LogException;
import io.heddle.actors.log.LogMetrics;
import io.heddle.actors.log.LogStatus;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The thread that writes. What waits when a transaction ends is the next one, so that one wait for
 * the disk serves many; nobody is answered before it. A transaction that fails is rolled back and
 * all its operations with it; then the disk is tried each second until it takes something.
 */
final class WriterThread implements Runnable {
  /** Operations of one transaction: a large one would let the first of it wait for the last. */
  private static final int MOST = 1024;

  /** How long the disk may take before the log says that it is slow. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final Duration IDLE = Duration.ofSeconds(1);
  private static final Duration SWEEP = Duration.ofSeconds(30);
  private static final Duration SWEEP_UNUSED = Duration.ofHours(6);
  private static final int SWEPT = 100;

  private static final Logger LOG = LoggerFactory.getLogger(WriterThread.class);

  private final Statements statements;
  private final LogWriter writer;
  private final LogMetrics metrics;
  private final Clock clock;
  private final BlockingQueue<Job<?>> queue;
  private final Thread thread;
  private volatile boolean closing;

  /** Written by the thread itself. */
  private volatile LogStatus status = new LogStatus.Up();

  /** When the transaction under way began, by {@link System#nanoTime}; 0 where there is none. */
  private volatile long began;

  private Instant swept;
  private Instant sweptUnused;

  WriterThread(
      Statements statements, LogWriter writer, LogMetrics metrics, Clock clock, int queueSize) {
    this.statements = statements;
    this.writer = writer;
    this.metrics = metrics;
    this.clock = clock;
    this.queue = new ArrayBlockingQueue<>(queueSize);
    this.swept = clock.instant();
    this.sweptUnused = swept;
    this.thread = new Thread(this, "heddle-log-writer");
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Something that changes the file. */
  @FunctionalInterface
  interface Operation<T> {
    T run(LogWriter writer) throws SQLException;
  }

  /** Completes on the writer's thread when it is on the disk. */
  <T> CompletionStage<T> submit(Operation<T> operation) {
    Job<T> job = new Job<>(operation);
    if (closing) {
      job.fail(closed(), metrics);
    } else if (!queue.offer(job)) {
      String why = "too much waits for the disk";
      job.fail(LogException.refused(why, new IllegalStateException(why)), metrics);
    }
    return job.result;
  }

  private static LogException closed() {
    String why = "the log is closed";
    return LogException.refused(why, new IllegalStateException(why));
  }

  LogStatus status() {
    long since = began;
    if (since != 0 && System.nanoTime() - since > PATIENCE.toNanos()) {
      return new LogStatus.Down("the disk does not answer", clock.instant().minus(PATIENCE));
    }
    return status;
  }

  /** Writes what waits, and ends; returns when that is done or {@code limit} is over. */
  void close(Duration limit) {
    closing = true;
    var _ = queue.offer(new Job<>(_ -> Done.getInstance()));
    try {
      thread.join(limit);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void run() {
    List<Job<?>> jobs = new ArrayList<>();
    while (!closing || !queue.isEmpty()) {
      try {
        Job<?> first = queue.poll(closing ? 0 : IDLE.toMillis(), TimeUnit.MILLISECONDS);
        if (first != null) {
          jobs.add(first);
          queue.drainTo(jobs, MOST - 1);
          write(jobs);
          jobs.clear();
        }
        lookAfter(first == null);
      } catch (InterruptedException _) {
        closing = true;
      }
    }
    end();
  }

  private void write(List<Job<?>> jobs) {
    began = System.nanoTime();
    boolean committing = false;
    try {
      statements.begin();
      for (Job<?> job : jobs) {
        job.run(writer);
      }
      committing = true;
      statements.commit();
      metrics.committed(jobs.size());
      up();
      jobs.forEach(Job::complete);
    } catch (SQLException | RuntimeException fault) {
      failed(fault);
      LogException told = told(fault, committing);
      jobs.forEach(job -> job.fail(told, metrics));
    } finally {
      began = 0;
    }
  }

  /** A commit that failed for want of room is rolled back; of any other nobody can say. */
  private static LogException told(Exception fault, boolean committing) {
    boolean full =
        fault instanceof SQLiteException known
            && known.getResultCode() == SQLiteErrorCode.SQLITE_FULL;
    return committing && !full
        ? LogException.undecided(reason(fault), fault)
        : LogException.refused(reason(fault), fault);
  }

  private static String reason(Exception fault) {
    return fault instanceof SQLiteException known
        ? "the disk: " + known.getResultCode().message
        : fault.getClass().getSimpleName();
  }

  private void failed(Exception fault) {
    if (status instanceof LogStatus.Up) {
      status = new LogStatus.Down(reason(fault), clock.instant());
      LOG.error("the log cannot be written, trying again each second", fault);
    }
    writer.rooms().forget();
    try {
      statements.rollback();
    } catch (SQLException _) {
      LOG.debug("SQLite has rolled the transaction back by itself");
    }
  }

  private void up() {
    if (status instanceof LogStatus.Down(_, var since)) {
      status = new LogStatus.Up();
      LOG.info("the log can be written again, after {}", Duration.between(since, clock.instant()));
    }
  }

  private void lookAfter(boolean idle) {
    Instant now = clock.instant();
    if (idle && status instanceof LogStatus.Down) {
      tend(LogWriter::probe);
    } else if (now.isAfter(swept.plus(SWEEP))) {
      swept = now;
      tend(it -> it.sweep(now.toEpochMilli(), SWEPT));
    } else if (now.isAfter(sweptUnused.plus(SWEEP_UNUSED))) {
      sweptUnused = now;
      tend(it -> it.sweepUnused(now.toEpochMilli()));
    }
  }

  @FunctionalInterface
  private interface Chore {
    void run(LogWriter writer) throws SQLException;
  }

  private void tend(Chore chore) {
    try {
      statements.begin();
      chore.run(writer);
      statements.commit();
      up();
    } catch (SQLException | RuntimeException fault) {
      failed(fault);
    }
  }

  private void end() {
    List<Job<?>> late = new ArrayList<>();
    queue.drainTo(late);
    late.forEach(job -> job.fail(closed(), metrics));
    try {
      LogFile.endGeneration(statements);
      statements.close();
    } catch (SQLException fault) {
      LOG.warn("the log could not be closed in order", fault);
    }
  }

  private static final class Job<T> {
    private final Operation<T> operation;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private Runnable completion = () -> {};

    Job(Operation<T> operation) {
      this.operation = operation;
    }

    void run(LogWriter writer) throws SQLException {
      T value = operation.run(writer);
      completion = () -> result.complete(value);
    }

    void complete() {
      completion.run();
    }

    void fail(LogException fault, LogMetrics metrics) {
      metrics.failed(fault);
      result.completeExceptionally(fault);
    }
  }
}
