package io.heddle.config;

/**
 * A token bucket: it fills at a steady rate up to {@code burst} tokens, and each command takes one.
 *
 * @param perSecond tokens added a second, over 0
 * @param burst most tokens that may be saved up, 1 or more
 */
public record RateLimit(double perSecond, int burst) {
  /** Refuses a bucket that never fills or holds nothing. */
  public RateLimit {
    if (!(perSecond > 0) || Double.isInfinite(perSecond)) {
      throw new IllegalArgumentException("a rate is over 0 a second: " + perSecond);
    }
    if (burst < 1) {
      throw new IllegalArgumentException("a burst is 1 or more: " + burst);
    }
  }
}
