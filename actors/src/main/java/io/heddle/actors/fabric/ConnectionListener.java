package io.heddle.actors.fabric;

import io.heddle.actors.protocol.Caller;
import io.heddle.actors.protocol.RoomName;

/**
 * Hears what connections of one node do. Calls of one listener come one after the other, on a
 * thread that is no actor's, in the order in which each connection did things; a listener that is
 * slow is behind, and one that is too far behind misses calls, which are counted.
 */
public interface ConnectionListener {
  /** A connection is authenticated and has been told {@code connected}. */
  default void connected(Caller caller) {}

  /** A connection that had been {@link #connected} is gone, and with it all its subscriptions. */
  default void disconnected(Caller caller) {}

  /**
   * A connection is in a room, by its own wish or joined through {@code Fabric.join}; not called
   * for the rooms that come with {@link #connected}.
   */
  default void subscribed(Caller caller, RoomName room) {}

  /** A connection is out of a room and stays connected. */
  default void unsubscribed(Caller caller, RoomName room) {}
}
