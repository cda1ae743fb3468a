package io.heddle.actors.protocol;

import io.heddle.actors.payload.Payload;

/** What became of a message that an application's handler was given. */
public sealed interface HandlerOutcome {
  /** A message goes back under this type. */
  record Replied(String type, Payload data) implements HandlerOutcome {}

  /** An error goes back. */
  record Refused(ErrorCode code, String text) implements HandlerOutcome {}

  /** The handler is at fault; the client is told a reference only. */
  record Failed(Throwable cause) implements HandlerOutcome {}

  /** Nothing goes back. */
  record Silent() implements HandlerOutcome {}
}
