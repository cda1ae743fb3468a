package io.heddle.actors.protocol;

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
   * With the newest ones, or as many of them as are kept.
   *
   * @param count at least 1
   */
  record Newest(int count) implements StartFrom {}
}
