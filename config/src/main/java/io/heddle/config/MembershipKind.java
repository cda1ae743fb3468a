package io.heddle.config;

/** Who knows a user's groups: {@code heddle.memberships.source}. */
public enum MembershipKind {
  /** The claim {@code groups} of the user's token. */
  TOKEN,
  /** The set {@code heddle:user:<id>:groups} in the Redis that {@code heddle.redis.url} names. */
  REDIS,
  /** A service that is asked at {@code heddle.memberships.url}. */
  HTTP
}
