package io.heddle.actors.room;

import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.ToRoom;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What a local room begins with.
 *
 * @param node this node's id, see {@code NodeDirectory.id}
 * @param members who is in already; the local room's own from now on
 * @param room the room's actor, where it is known to be awake
 * @param have what {@code members} have seen; empty where there is nothing that they could miss
 * @param budget what the tails of all local rooms may take
 */
record Start(
    RoomName name,
    String node,
    Members members,
    Optional<ActorRef<ToRoom>> room,
    Optional<Position> have,
    TailBudget budget) {}
