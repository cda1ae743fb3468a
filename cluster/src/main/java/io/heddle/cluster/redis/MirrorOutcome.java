package io.heddle.cluster.redis;

import java.util.Locale;

/** What becomes of a publication at the mirror; each has exactly one outcome, and is counted. */
enum MirrorOutcome {
  /** Redis has taken it. */
  PUBLISHED,
  /** It came from Redis, where whoever listens has heard it. */
  RELAYED,
  /** There is no connection. */
  DISCONNECTED,
  /** Too many, or too large ones, were under way. */
  OVERFLOW,
  /** Redis did not answer in time or refused it: it may or may not have it. */
  FAILED;

  private final String word = name().toLowerCase(Locale.ROOT);

  /** The outcome's name in metrics. */
  String word() {
    return word;
  }
}
