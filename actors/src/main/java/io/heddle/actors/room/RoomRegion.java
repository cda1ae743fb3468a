package io.heddle.actors.room;

import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.ToRoom;

/**
 * The way to a room, wherever in the cluster it lives. Starts the room where it does not run. Safe
 * to call from any thread.
 */
@FunctionalInterface
public interface RoomRegion {
  /**
   * Sends a message to a room, at most once: what is on its way while a room moves may be lost, so
   * whoever needs an answer repeats the message until one comes.
   */
  void tell(RoomName room, ToRoom message);
}
