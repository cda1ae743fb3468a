package io.heddle.actors.protocol;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the rooms of a node answer a connection that joins. */
public sealed interface RoomReply extends ToConnection {
  /** The member is in; the client has been told. */
  record Joined(RoomName room) implements RoomReply {}

  /** The member is not in; the client has been told nothing yet. */
  record JoinRefused(RoomName room, ErrorCode code, Optional<CorrelationId> id)
      implements RoomReply {}

  /** The member has been taken out by the room; the client has been told. */
  record Ousted(RoomName room) implements RoomReply {}

  /**
   * Somebody says something to this client alone; passed on only where they share a room.
   *
   * @param sharing rooms of the sender
   */
  record Whisper(Event event, Set<RoomName> sharing) implements RoomReply {}

  /** The member is in some or all of the rooms that the server joins. */
  record Entered(List<Event.JoinedRoom> rooms) implements RoomReply {}
}
