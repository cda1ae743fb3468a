package io.heddle.actors.log;

import java.time.Instant;

/** How a log is doing. */
public sealed interface LogStatus {
  /** It answers. */
  record Up() implements LogStatus {}

  /**
   * It does not: rooms with history cannot be published in.
   *
   * @param reason one line without names of rooms or users, fit to be shown to anybody
   */
  record Down(String reason, Instant since) implements LogStatus {}
}
