package io.heddle.actors.protocol;

import java.util.Optional;

/** With which publication of a room somebody begins who comes in. */
public sealed interface StartFrom {
  /** With the next one. */
  StartFrom NOW = new Now();

  /** With the next one. */
  record Now() implements StartFrom {}

  /**
   * With the one that follows on a position, where all that lies between is kept; else with the
   * next one.
   */
  record After(Position position) implements StartFrom {}

  /**
   * With what a user has missed since its cursor; all that is kept of it, where some is not.
   *
   * @param after where to go on; empty where all that is kept was missed. A position of another
   *     epoch proves nothing, so all that is kept follows
   * @param known whether that is a cursor, so that the client is told what became of it
   * @param nothing whether nothing had been missed when the log was asked, so that a room that
   *     sleeps need not be woken
   */
  record Missed(Optional<Position> after, boolean known, boolean nothing) implements StartFrom {}

  /** With the next one, since the log could not be asked for a cursor; it stays where it is. */
  record Unread() implements StartFrom {}

  /**
   * With the newest ones, or as many of them as are kept.
   *
   * @param count at least 1
   */
  record Newest(int count) implements StartFrom {}
}
