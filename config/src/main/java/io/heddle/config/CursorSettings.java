package io.heddle.config;

import java.time.Duration;

/**
 * How users go on where they were: {@code heddle.history.cursors}.
 *
 * @param acknowledge what moves a cursor
 * @param newUser where a connection without a device begins whose user has no cursor
 * @param newDevice where a connection of a device without a cursor begins
 * @param flush how long moves are gathered before they are written
 */
public record CursorSettings(
    Acknowledge acknowledge, Begin newUser, Begin newDevice, Duration flush) {
  /** What moves a cursor. */
  public enum Acknowledge {
    /** The command {@code ack}, or the pong to a ping that was written behind the publication. */
    AUTO,
    /** The command {@code ack} alone. */
    ACK
  }

  /** Where a user begins without a cursor. */
  public enum Begin {
    /** With the oldest publication that is kept. */
    OLDEST,
    /** With what comes next. */
    NOW
  }
}
