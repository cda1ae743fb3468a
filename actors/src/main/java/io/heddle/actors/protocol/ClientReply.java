package io.heddle.actors.protocol;

import io.heddle.actors.payload.Payload;

/** What became of a {@code request} to a client. */
public sealed interface ClientReply {
  /** The client replied with {@code data}. */
  record Answered(Payload data) implements ClientReply {}

  /** The client replied with {@code error}, any JSON value. */
  record Refused(Payload error) implements ClientReply {}

  /** The client did not reply. */
  record Unanswered(Why why) implements ClientReply {}

  /** Why there is no reply. */
  enum Why {
    /** There is no such connection, or it ended first; nobody knows whether it got the request. */
    GONE,
    /** Nothing was heard in time; a reply that still comes is ignored. */
    TIMED_OUT,
    /** The connection has as many requests open as it may; this one was not sent. */
    TOO_MANY
  }
}
