package io.heddle.testkit;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The one thread that all actors of a kit run on, so that a test repeats itself, and that knows
 * when there is nothing left to do.
 */
final class ActorThread implements Executor, AutoCloseable {
  /** An actor that is busy for longer than this is in a loop. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

  private static final String NAME = "heddle-testkit-actors";

  private final ThreadPoolExecutor pool;
  private int pending;

  ActorThread() {
    pool =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name(NAME).factory());
  }

  @Override
  public void execute(Runnable task) {
    begun();
    try {
      pool.execute(() -> run(task));
    } catch (RejectedExecutionException closed) {
      ended();
      throw closed;
    }
  }

  private void run(Runnable task) {
    try {
      task.run();
    } finally {
      ended();
    }
  }

  private synchronized void begun() {
    pending++;
  }

  private synchronized void ended() {
    pending--;
    notifyAll();
  }

  /**
   * Waits until nothing runs and nothing is queued.
   *
   * @throws IllegalStateException on the thread of the actors itself, or where they find no rest
   */
  synchronized void awaitRest() {
    if (Thread.currentThread().getName().equals(NAME)) {
      throw new IllegalStateException("a stage's callback must not wait for the actors");
    }
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    try {
      while (pending > 0) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          throw new IllegalStateException(
              "the actors find no rest, " + pending + " tasks are left");
        }
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    } catch (InterruptedException fault) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the actors were busy", fault);
    }
  }

  @Override
  public void close() {
    pool.shutdown();
  }
}
