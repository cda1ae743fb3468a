package io.heddle.actors.protocol;

import java.util.Optional;

/**
 * A connection as the rooms see it. Safe to call from any thread; no call blocks. Frames leave in
 * the order in which they were offered by one thread.
 */
public interface Member {
  /** Which connection it is. */
  ClientId clientId();

  /** Whose connection it is; empty before authentication and for anonymous ones. */
  Optional<String> userId();

  /** How this member's frames are made. */
  Encoder encoder();

  /**
   * Puts a frame into the outbox. Where that is full the connection is closed as a slow consumer
   * and the frame is dropped and counted; after a close it is dropped in silence. A {@link
   * Frame#fault} closes the connection with {@link CloseCode#INTERNAL_ERROR}.
   */
  void offer(Frame frame);

  /** Tells the connection's actor; rooms need no other way to it. */
  void notify(RoomReply reply);

  /** Sends what is pending, then a close frame; later calls do nothing. */
  void close(CloseCode code, String reason);
}
