package io.heddle.actors.room;

import io.heddle.actors.protocol.ToLocalRoom;
import io.heddle.actors.protocol.ToLocalRooms;
import io.heddle.actors.protocol.ToNode;
import io.heddle.actors.protocol.ToRoom;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
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
    /** Whether the room was on another node, and that is none of these. */
    boolean isGone(Collection<ActorRef<ToNode>> alive) {
      Address address = room.path().address();
      return address.hasGlobalScope()
          && alive.stream().noneMatch(node -> node.path().address().equals(address));
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
