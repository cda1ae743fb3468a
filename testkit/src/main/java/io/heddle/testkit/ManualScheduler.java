package io.heddle.testkit;

import com.typesafe.config.Config;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.ThreadFactory;
import org.apache.pekko.actor.AbstractScheduler;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.event.LoggingAdapter;
import scala.concurrent.ExecutionContext;
import scala.concurrent.duration.FiniteDuration;

/**
 * Pekko's scheduler on time that a test lets pass. Unlike the one of Pekko's own testkit it gives
 * out one task at a time, so that what follows from a task happens at the task's time, and it never
 * sleeps. Made by the actor system, by name.
 */
final class ManualScheduler extends AbstractScheduler {
  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(
          Comparator.comparingLong((Task task) -> task.due).thenComparingLong(task -> task.number));
  private long now;
  private long numbers;

  /** As Pekko asks for it; there is nothing to configure, to log, and no thread. */
  ManualScheduler(Config config, LoggingAdapter log, ThreadFactory threads) {}

  private final class Task implements Cancellable {
    private final long due;
    private final long number;
    private final Runnable work;
    private final ExecutionContext executor;
    private boolean cancelled;

    Task(long due, long number, Runnable work, ExecutionContext executor) {
      this.due = due;
      this.number = number;
      this.work = work;
      this.executor = executor;
    }

    @Override
    public boolean cancel() {
      synchronized (ManualScheduler.this) {
        cancelled |= tasks.remove(this);
        return cancelled;
      }
    }

    @Override
    public boolean isCancelled() {
      synchronized (ManualScheduler.this) {
        return cancelled;
      }
    }
  }

  @Override
  public synchronized Cancellable scheduleOnce(
      FiniteDuration delay, Runnable work, ExecutionContext executor) {
    Task task = new Task(now + Math.max(0, delay.toNanos()), numbers++, work, executor);
    tasks.add(task);
    return task;
  }

  @Override
  @SuppressWarnings("deprecation")
  public Cancellable schedule(
      FiniteDuration delay, FiniteDuration interval, Runnable work, ExecutionContext executor) {
    return scheduleWithFixedDelay(delay, interval, work, executor);
  }

  /** How often a second something may be due: as often as there are milliseconds. */
  @Override
  public double maxFrequency() {
    return 1000;
  }

  /** Nanoseconds since the scheduler was made. */
  synchronized long now() {
    return now;
  }

  /**
   * Moves time on to the next task that is due by a moment, and hands that task to its executor.
   * Where there is none, moves it to the moment.
   *
   * @return whether there was a task
   */
  boolean advance(long until) {
    Optional<Task> task = next(until);
    task.ifPresent(due -> due.executor.execute(due.work));
    return task.isPresent();
  }

  private synchronized Optional<Task> next(long until) {
    Task first = tasks.peek();
    if (first == null || first.due > until) {
      now = until;
      return Optional.empty();
    }
    now = first.due;
    return Optional.ofNullable(tasks.poll());
  }
}
