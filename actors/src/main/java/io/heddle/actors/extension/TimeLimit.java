package io.heddle.actors.extension;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Ends calls of an application's code that take too long. Safe for any thread. */
@FunctionalInterface
public interface TimeLimit {
  /** By the time of the machine. */
  TimeLimit REAL = (call, limit) -> call.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);

  /**
   * Fails a call with a {@link java.util.concurrent.TimeoutException} where it has not ended by
   * itself when its time is over.
   *
   * @param limit counted from now
   */
  void set(CompletableFuture<?> call, Duration limit);
}
