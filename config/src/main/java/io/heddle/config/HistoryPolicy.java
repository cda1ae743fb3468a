package io.heddle.config;

import java.time.Duration;

/**
 * What of a room's publications is kept: {@code history} of a namespace.
 *
 * @param mode whether there is a history
 * @param size newest publications that are kept, 1 or more
 * @param ttl how long each is kept
 * @param bytes what the data of all that a room keeps may take; zero is no limit
 */
public record HistoryPolicy(HistoryMode mode, int size, Duration ttl, Bytes bytes) {
  /** Whether publications outlive the process. */
  public boolean isKept() {
    return mode == HistoryMode.KEPT;
  }
}
