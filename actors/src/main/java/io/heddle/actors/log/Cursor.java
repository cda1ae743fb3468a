package io.heddle.actors.log;

import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.RoomName;
import java.util.Optional;

/**
 * How far a user has come in a room.
 *
 * @param device one of the user's devices; empty for all that have no name
 * @param position the last publication that the user has received there
 */
public record Cursor(RoomName room, String user, Optional<String> device, Position position) {
  /** Before the first publication of a room, whatever its epoch will be: of no room's epoch. */
  public static final Position BEFORE_ALL = new Position("-", 0);
}
