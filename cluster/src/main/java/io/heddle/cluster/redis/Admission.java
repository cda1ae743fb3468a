package io.heddle.cluster.redis;

import java.util.concurrent.Semaphore;

/**
 * Bounds how many messages are between two places, so that nothing between them grows without a
 * limit. Safe to call from any thread.
 */
final class Admission {
  private final IngressMetrics metrics;
  private final Semaphore free;

  Admission(IngressMetrics metrics, int limit) {
    this.metrics = metrics;
    this.free = new Semaphore(limit);
  }

  /**
   * Takes a place for a message that arrived, to be {@link #over given back} once. Where there is
   * none, the message is counted and has to be dropped.
   */
  boolean admit(IngressRow row) {
    boolean admitted = free.tryAcquire();
    if (!admitted) {
      metrics.message(row, IngressOutcome.OVERFLOW);
    }
    return admitted;
  }

  /** The same where a message that finds no place can wait. */
  boolean admitIfFree() {
    return free.tryAcquire();
  }

  /** A message has come through. */
  void over() {
    free.release();
  }
}
