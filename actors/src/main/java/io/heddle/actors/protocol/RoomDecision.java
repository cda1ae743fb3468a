package io.heddle.actors.protocol;

import java.util.Optional;

/**
 * What all code of applications together decided about a room.
 *
 * @param reference where it is denied by a fault: how the log calls it
 */
public record RoomDecision(RoomName room, RoomVerdict verdict, Optional<String> reference) {}
