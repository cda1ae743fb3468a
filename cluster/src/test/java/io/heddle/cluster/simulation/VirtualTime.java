package io.heddle.cluster.simulation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The time and the thread of all nodes of a simulation. What is due happens at its time, one thing
 * after the other, and all that follows from it before time goes on.
 */
final class VirtualTime extends Clock implements AutoCloseable {
  private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
  private static final long PATIENCE_MINUTES = 10;

  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(
          Comparator.comparingLong((Task task) -> task.due).thenComparingLong(task -> task.number));
  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          Thread.ofPlatform().daemon().name("simulation").factory());
  private long pending;
  private long now;
  private long numbers;

  /** Something that is due at a moment. */
  final class Task {
    private final long due;
    private final long number;
    private final Runnable work;
    private final Executor executor;

    private Task(long due, long number, Runnable work, Executor executor) {
      this.due = due;
      this.number = number;
      this.work = work;
      this.executor = executor;
    }

    /** Whether it has been prevented. */
    boolean cancel() {
      synchronized (VirtualTime.this) {
        return tasks.remove(this);
      }
    }
  }

  /** Has something happen later, on an executor that leads to {@link #run}. */
  synchronized Task later(long nanos, Runnable work, Executor executor) {
    Task task = new Task(now + Math.max(0, nanos), numbers++, work, executor);
    tasks.add(task);
    return task;
  }

  /** Does something now, behind what is to be done already. */
  void run(Runnable work) {
    synchronized (this) {
      pending++;
    }
    thread.execute(
        () -> {
          try {
            work.run();
          } finally {
            done();
          }
        });
  }

  private synchronized void done() {
    pending--;
    if (pending == 0) {
      notifyAll();
    }
  }

  /** Milliseconds since the simulation began. */
  synchronized long at() {
    return TimeUnit.NANOSECONDS.toMillis(now);
  }

  /** Lets time pass, with all that becomes due. */
  void pass(Duration time) {
    awaitRest();
    long until = nanos() + time.toNanos();
    while (step(until)) {
      awaitRest();
    }
  }

  private synchronized long nanos() {
    return now;
  }

  private synchronized boolean step(long until) {
    Task first = tasks.peek();
    if (first == null || first.due > until) {
      now = until;
      return false;
    }
    now = first.due;
    while (first != null && first.due == now) {
      tasks.remove(first);
      first.executor.execute(first.work);
      first = tasks.peek();
    }
    return true;
  }

  /** Waits until nothing is left to be done now. */
  synchronized void awaitRest() {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(PATIENCE_MINUTES);
    try {
      while (pending > 0) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          throw new IllegalStateException("the nodes find no rest");
        }
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    } catch (InterruptedException fault) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", fault);
    }
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("UTC only");
  }

  @Override
  public synchronized Instant instant() {
    return START.plusNanos(now);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
