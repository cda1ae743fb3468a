package io.heddle.actors.protocol;

/** What came of asking all code of applications together about a wish in a room. */
public sealed interface RoomDecision {
  /** The room that was asked about. */
  RoomName room();

  /** They have decided. */
  record Made(RoomName room, RoomVerdict verdict) implements RoomDecision {}

  /**
   * One has failed, which denies this wish but not the next; the log calls it {@code reference}.
   */
  record Faulty(RoomName room, String reference) implements RoomDecision {}

  /** One has too much to do and was not asked; the same wish may be decided in a moment. */
  record TooBusy(RoomName room) implements RoomDecision {}
}
