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

  /**
   * Puts a frame into the outbox where that is empty, or at most half full with it; else nothing
   * happens. For what can wait: who is refused comes again {@link #whenDrained}, so that history
   * never fills the outbox of a slow client, however many rooms replay to it. A {@link Frame#fault}
   * closes the connection as with {@link #offer}.
   *
   * @return whether it is in; false after a close too
   */
  boolean offerIfRoom(Frame frame);

  /**
   * Runs {@code then} once, when everything that has been offered until now has left the outbox: at
   * once where nothing waits, never where the connection closes before. May run on any thread, so
   * it must not block.
   */
  void whenDrained(Runnable then);

  /**
   * What was offered before ends with this publication, in a room with cursors. For members that
   * keep track of it; others do nothing.
   */
  default void delivered(RoomName room, Position position) {}

  /** Tells the connection's actor; rooms need no other way to it. */
  void notify(RoomReply reply);

  /** Sends what is pending, then a close frame; later calls do nothing. */
  void close(CloseCode code, String reason);
}
