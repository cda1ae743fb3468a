package io.heddle.actors.connection;

import io.heddle.config.RateLimit;

/** A token bucket, filled as time passes; full at the start. */
final class TokenBucket {
  private final RateLimit limit;
  private double tokens;
  private long filledAt;

  TokenBucket(RateLimit limit, long nowMillis) {
    this.limit = limit;
    this.tokens = limit.burst();
    this.filledAt = nowMillis;
  }

  /** Takes a token if there is one. */
  boolean take(long nowMillis) {
    double gained = Math.max(0, nowMillis - filledAt) * limit.perSecond() / 1000;
    tokens = Math.min(limit.burst(), tokens + gained);
    filledAt = nowMillis;
    if (tokens < 1) {
      return false;
    }
    tokens -= 1;
    return true;
  }
}
