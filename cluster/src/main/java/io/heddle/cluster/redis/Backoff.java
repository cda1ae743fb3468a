package io.heddle.cluster.redis;

import java.time.Duration;

/**
 * Waits that double from {@code min} to {@code max}.
 *
 * @param min wait after the first failure
 * @param max longest wait
 */
record Backoff(Duration min, Duration max) {
  /** Keeps the shift below within a long. */
  private static final int MAX_DOUBLINGS = 20;

  /**
   * @param failures how many attempts have failed in a row, at least 1
   * @param spread from 0 to 1: how much of the upper half of the wait is used, so that nodes which
   *     lost the same Redis do not all come back at once
   */
  Duration delay(int failures, double spread) {
    int doublings = Math.min(failures - 1, MAX_DOUBLINGS);
    long millis = Math.min(min.toMillis() << doublings, max.toMillis());
    return Duration.ofMillis(Math.max(1, millis / 2 + (long) (millis / 2.0 * spread)));
  }
}
