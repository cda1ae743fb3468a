package io.heddle.app.bench;

import java.util.concurrent.atomic.AtomicLong;

/** Deliveries outstanding of a closed loop, counted over all loops. Any thread. */
final class Window {
  private final AtomicLong outstanding = new AtomicLong();
  private final int publishes;

  Window(int publishes) {
    this.publishes = publishes;
  }

  /** Takes room for a publish with this many deliveries; false when the window is full. */
  boolean claim(int deliveries) {
    long now;
    do {
      now = outstanding.get();
      if (now > (publishes - 1L) * deliveries) {
        return false;
      }
    } while (!outstanding.compareAndSet(now, now + deliveries));
    return true;
  }

  /** Gives back what has been delivered. */
  void release(int deliveries) {
    outstanding.updateAndGet(now -> Math.max(0, now - deliveries));
  }

  /** Forgives what was lost, so that a loss slows a run down instead of ending it. */
  void reset() {
    outstanding.set(0);
  }

  long outstanding() {
    return outstanding.get();
  }
}
