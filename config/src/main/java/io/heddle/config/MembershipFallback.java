package io.heddle.config;

/** What becomes of a user whose groups cannot be told: {@code heddle.memberships.on-failure}. */
public enum MembershipFallback {
  /** The connection is refused, for the moment. */
  REFUSE,
  /** It is let in with the groups of its token. */
  TOKEN
}
