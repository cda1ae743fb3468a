package io.heddle.cluster.redis;

import java.util.Locale;

/** Why an entry of the stream goes to the dead ones. */
enum DeadReason {
  /** Its data is not UTF-8, not JSON, or nested too deeply. */
  GARBAGE,
  /** Its type is reserved or no valid type. */
  BAD_TYPE,
  /** It names a room that cannot exist, or both a room and a user. */
  BAD_ROOM,
  /** A field is missing, given twice or of a wrong form. */
  BAD_FIELD,
  /** It does not say whom it is for. */
  NO_TARGET,
  /** Its data is too large. */
  TOO_LARGE,
  /** The room refused it. */
  REFUSED,
  /** The room did not answer, or was unavailable, as often as it was tried. */
  UNAVAILABLE,
  /** A fault of the server, as often as it was tried. */
  FAULT;

  private final String word = name().toLowerCase(Locale.ROOT);

  /** The reason's name in metrics, logs and the dead stream. */
  String word() {
    return word;
  }
}
