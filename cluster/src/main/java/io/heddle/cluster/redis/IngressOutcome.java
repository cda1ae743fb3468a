package io.heddle.cluster.redis;

import java.util.Locale;

/** What becomes of a message from Redis; each message has exactly one outcome, and is counted. */
enum IngressOutcome {
  /** It is in a room's log. */
  PUBLISHED,
  /** A room had it already, under the same key. */
  DUPLICATE,
  /** It was handed to the one connection that it is for. */
  DELIVERED,
  /** The connection that it is for is not there. */
  NOBODY,
  /** It came from this cluster. */
  OWN_ORIGIN,
  /** It is not UTF-8, not JSON, or nested too deeply. */
  GARBAGE,
  /** Its type is reserved or no valid type. */
  BAD_TYPE,
  /** It names a room that cannot exist, or two rooms. */
  BAD_ROOM,
  /** A field is of a wrong form. */
  BAD_FIELD,
  /** It does not say whom it is for, where the channel does not either. */
  NO_TARGET,
  /** Too many were under way. */
  OVERFLOW,
  /** The room did not answer in time: it may or may not have it. */
  UNAVAILABLE,
  /** The room refused it. */
  REFUSED,
  /** A fault of the server. */
  FAULT;

  private final String word = name().toLowerCase(Locale.ROOT);

  /** The outcome's name in metrics and logs. */
  String word() {
    return word;
  }
}
