package io.heddle.actors.protocol;

/** What is told whoever waits for the connections of a user to be in a room, or out of it. */
public sealed interface ToPlacing {
  /** One of them is. */
  record Settled() implements ToPlacing {}

  /** The others had their time. */
  record Overdue() implements ToPlacing {}
}
