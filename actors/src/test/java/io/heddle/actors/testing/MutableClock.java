package io.heddle.actors.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that goes only when it is told to. */
public final class MutableClock extends Clock {
  private final AtomicLong millis = new AtomicLong(1_000_000_000_000L);

  /** Lets time pass. */
  public void advance(Duration time) {
    millis.addAndGet(time.toMillis());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis.get());
  }
}
