package io.heddle.config;

/** Which clients may send {@code direct}. */
public enum DirectRule {
  /** No client. */
  NOBODY,
  /** Those who share a room with the receiver. */
  SHARED_ROOM,
  /** Every connection. */
  ANYONE
}
