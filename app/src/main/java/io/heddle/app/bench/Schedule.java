package io.heddle.app.bench;

/** When a loop publishes. Times are {@link System#nanoTime()}. One thread, its loop's. */
sealed interface Schedule {
  /** No publish is due. */
  long NOT_NOW = Long.MIN_VALUE;

  /** Takes the next publish and tells the time it was due at, or {@link #NOT_NOW}. */
  long claim(long now, int deliveries);

  /** Publishes that were due before {@code end} and not taken. */
  long behind(long end);

  /**
   * Fixed times, whatever the server does: so a stall of it shows in each latency that it costs.
   */
  final class OpenLoop implements Schedule {
    private final long start;
    private final double interval;
    private long taken;

    /**
     * @param start first publish
     * @param perSecond this loop's share
     */
    OpenLoop(long start, double perSecond) {
      this.start = start;
      this.interval = 1e9 / perSecond;
    }

    @Override
    public long claim(long now, int deliveries) {
      long due = start + (long) (taken * interval);
      if (due > now) {
        return NOT_NOW;
      }
      taken++;
      return due;
    }

    @Override
    public long behind(long end) {
      return Math.max(0, (long) Math.ceil((end - start) / interval) - taken);
    }
  }

  /** As soon as the window allows. */
  final class ClosedLoop implements Schedule {
    private final Window window;

    ClosedLoop(Window window) {
      this.window = window;
    }

    @Override
    public long claim(long now, int deliveries) {
      return window.claim(deliveries) ? now : NOT_NOW;
    }

    @Override
    public long behind(long end) {
      return 0;
    }
  }
}
