package io.heddle.app.bench;

/**
 * How far the run is: set by the main thread, read by all loops. Times are {@link
 * System#nanoTime()}; they are written before the phase that needs them.
 */
final class Course {
  enum Phase {
    RAMP,
    HOLD,
    PUBLISH,
    DRAIN,
    STOP
  }

  /** Zero of the times in payloads. */
  final long origin = System.nanoTime();

  private long publishFrom;
  private long measureFrom;
  private volatile Phase phase = Phase.RAMP;

  Phase phase() {
    return phase;
  }

  long publishFrom() {
    return publishFrom;
  }

  long measureFrom() {
    return measureFrom;
  }

  /** Whether a delivery that comes at {@code now} is part of the measured rates. */
  boolean measuring(long now) {
    return phase == Phase.PUBLISH && now >= measureFrom;
  }

  void publish(long from, long measured) {
    publishFrom = from;
    measureFrom = measured;
    phase = Phase.PUBLISH;
  }

  void enter(Phase next) {
    phase = next;
  }
}
