package io.heddle.actors.room;

import io.heddle.actors.protocol.ToLocalRoom;
import io.heddle.actors.protocol.ToLocalRooms;
import io.heddle.actors.protocol.ToRoom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;

/** What this node has of a room. */
sealed interface RoomHere {
  /** Nobody is in, and nothing is known. */
  record Nothing() implements RoomHere {}

  /** The server has joined somebody, and nothing has been published of late. */
  record Asleep(Members members) implements RoomHere {}

  /** The room is awake somewhere, and nobody here is in. */
  record Vacant(ActorRef<ToRoom> room) implements RoomHere {
    /** Whether the room was awake on a node that is none of {@code alive}. */
    boolean isLost(Set<Address> alive) {
      Address home = room.path().address();
      return home.hasGlobalScope() && !alive.contains(home);
    }
  }

  /** Somebody is in; {@code room} where it told that it is awake. */
  record Awake(ActorRef<ToLocalRoom> local, Optional<ActorRef<ToRoom>> room) implements RoomHere {}

  /** The local room is ending; what comes meanwhile is held. */
  record Folding(
      ActorRef<ToLocalRoom> local, Optional<ActorRef<ToRoom>> room, List<ToLocalRooms> held)
      implements RoomHere {
    /** Keeps a message for later; empty, since there is nobody to forward it to. */
    Optional<ActorRef<ToLocalRoom>> hold(ToLocalRooms message) {
      held.add(message);
      return Optional.empty();
    }
  }
}
