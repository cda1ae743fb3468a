package io.heddle.actors.room;

import io.heddle.actors.protocol.ToRoom;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * How a room asks to be put to rest. Whoever started the room answers with {@link ToRoom.Stop} and
 * keeps what arrives for the room until then for its next incarnation, so a room that has asked
 * goes on as before and ends when it is told to.
 */
@FunctionalInterface
public interface Passivation {
  /** Asks for the end of {@code room}; to be called by the room itself, any number of times. */
  void request(ActorRef<ToRoom> room);
}
