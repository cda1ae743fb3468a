package io.heddle.actors.protocol;

import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * How a room stands, for a node that has members of it: told until the node confirms it, since what
 * the room told before may be lost on its way.
 *
 * @param room its name
 * @param ref its actor
 * @param localRoom whom it hands over to on that node
 * @param head its newest position; empty where it has ended
 * @param members how many it believes the node to have
 */
public record Notice(
    RoomName room,
    ActorRef<ToRoom> ref,
    ActorRef<ToLocalRoom> localRoom,
    Optional<Position> head,
    int members) {}
