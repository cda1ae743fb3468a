package io.heddle.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that shows the scheduler's time, and the way to let it pass. */
final class ManualTime extends Clock {
  /** Any moment would do; the same one in each test makes failures alike. */
  private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

  private final ManualScheduler scheduler;
  private final ActorThread thread;
  private final ZoneId zone;

  ManualTime(ManualScheduler scheduler, ActorThread thread) {
    this(scheduler, thread, ZoneOffset.UTC);
  }

  private ManualTime(ManualScheduler scheduler, ActorThread thread, ZoneId zone) {
    this.scheduler = scheduler;
    this.thread = thread;
    this.zone = zone;
  }

  /** Lets everything that becomes due happen at its time, and all that follows from it. */
  void pass(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("time does not go back: " + time);
    }
    thread.awaitRest();
    long until = Math.addExact(scheduler.now(), time.toNanos());
    while (scheduler.advance(until)) {
      thread.awaitRest();
    }
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  @Override
  public Clock withZone(ZoneId other) {
    return new ManualTime(scheduler, thread, other);
  }

  @Override
  public Instant instant() {
    return START.plusNanos(scheduler.now());
  }
}
