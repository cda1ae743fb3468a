package io.heddle.config;

/** Which clients may send {@code broadcast}. */
public enum BroadcastRule {
  /** Those whose token has the permission {@code broadcast}; a role, an admin's too, is none. */
  PERMISSION,
  /** Every authenticated user. */
  AUTHENTICATED,
  /** Every connection. */
  ANYONE,
  /** No client. */
  NOBODY
}
