package io.heddle.actors.protocol;

/**
 * A message that a room has stamped.
 *
 * @param room where it was published
 * @param position its place in the room's log
 * @param timestamp when the room took it, milliseconds since 1970-01-01T00:00Z
 * @param draft what was published
 */
public record Publication(RoomName room, Position position, long timestamp, Draft draft) {}
