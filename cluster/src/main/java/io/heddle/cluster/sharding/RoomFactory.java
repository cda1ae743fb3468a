package io.heddle.cluster.sharding;

import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.ToRoom;
import io.heddle.actors.room.Passivation;
import org.apache.pekko.actor.typed.Behavior;

/** Makes the behaviour of a room that is about to start on this node. */
@FunctionalInterface
public interface RoomFactory {
  /**
   * Called on a thread of the actor system, once for each start of a room; must not block.
   *
   * @param room the room's name
   * @param passivation how the room asks to be put to rest; nobody else does it for the room
   */
  Behavior<ToRoom> create(RoomName room, Passivation passivation);
}
