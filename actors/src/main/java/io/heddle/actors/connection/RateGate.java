package io.heddle.actors.connection;

import io.heddle.config.RateLimit;
import java.util.Optional;

/**
 * Says which commands of a connection are too many, and when being too fast has lasted so long that
 * it counts as an error.
 */
final class RateGate {
  /** A client that is limited for this long is not having a burst, it is broken. */
  private static final long TOLERATED_MILLIS = 5_000;

  /** Without a refusal for this long the client has calmed down. */
  private static final long CALM_MILLIS = 1_000;

  private final Optional<TokenBucket> bucket;
  private long limitedSince;
  private long lastRefusal = Long.MIN_VALUE / 2;

  RateGate(Optional<RateLimit> limit, long nowMillis) {
    bucket = limit.map(rate -> new TokenBucket(rate, nowMillis));
  }

  /** Whether a command may pass now. */
  boolean admits(long nowMillis) {
    if (bucket.isEmpty() || bucket.get().take(nowMillis)) {
      return true;
    }
    if (nowMillis - lastRefusal > CALM_MILLIS) {
      limitedSince = nowMillis;
    }
    lastRefusal = nowMillis;
    return false;
  }

  /** Whether the last refusal is one of more than five seconds of them. */
  boolean exhausted() {
    return lastRefusal - limitedSince > TOLERATED_MILLIS;
  }
}
