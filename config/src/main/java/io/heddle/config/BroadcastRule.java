package io.heddle.config;

/** Which clients may send {@code broadcast}. */
public enum BroadcastRule {
  /** Those whose token has the permission to, or an admin role. */
  PERMISSION,
  /** Every authenticated user. */
  AUTHENTICATED,
  /** Every connection. */
  ANYONE,
  /** No client. */
  NOBODY
}
