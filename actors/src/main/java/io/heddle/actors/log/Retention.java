package io.heddle.actors.log;

import java.time.Duration;

/**
 * How much of a room is kept. Whatever goes beyond one of the bounds goes from the oldest on.
 *
 * @param size publications; 0 keeps none
 * @param ttl how long each
 * @param bytes what their data may take together; the newest is kept in any case
 */
public record Retention(int size, Duration ttl, long bytes) {
  /** The newest {@code size}, however old and large. */
  public static Retention newest(int size) {
    return new Retention(size, Duration.ofMillis(Long.MAX_VALUE), Long.MAX_VALUE);
  }

  /** Time stamp of the oldest that is still kept at {@code now}, milliseconds. */
  public long since(long nowMillis) {
    return Math.max(0, nowMillis - ttl.toMillis());
  }
}
