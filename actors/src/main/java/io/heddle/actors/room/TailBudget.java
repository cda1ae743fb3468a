package io.heddle.actors.room;

import java.util.concurrent.atomic.AtomicLong;

/** How much the tails of all local rooms of a node may take together. Thread-safe. */
final class TailBudget {
  private static final long NODE_BYTES = 64L << 20;

  private final long most;
  private final AtomicLong used = new AtomicLong();

  /** The budget of a node. */
  TailBudget() {
    this(NODE_BYTES);
  }

  TailBudget(long most) {
    this.most = most;
  }

  /** Notes what a tail has grown by, in bytes; less than 0 where it shrank. */
  void grew(long bytes) {
    used.addAndGet(bytes);
  }

  /** Whether tails take too much; whoever lets one grow then makes it shorter. */
  boolean isOver() {
    return used.get() > most;
  }
}
