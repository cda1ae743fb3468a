package io.heddle.actors.protocol;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;

/** What the rooms of a node answer a connection that joins. */
public sealed interface RoomReply extends ToConnection {
  /** The member is in; the client has been told. {@code visit} is the one of the subscribe. */
  record Joined(RoomName room, int visit) implements RoomReply {}

  /** The member is not in; the client has been told nothing yet. */
  record JoinRefused(RoomName room, ErrorCode code, int visit, Optional<CorrelationId> id)
      implements RoomReply {}

  /** The member has been taken out by the room; the client has been told. */
  record Ousted(RoomName room) implements RoomReply {}

  /**
   * Somebody says something to this client alone; passed on only where they share a room.
   *
   * @param sharing rooms of the sender
   */
  record Whisper(Event event, Set<RoomName> sharing) implements RoomReply {}

  /** The server joins this connection to a room, or takes it out. */
  record Placed(RoomName room, Event.RoomAction action) implements RoomReply {}

  /** A page of a room's history, for the client. */
  record HistoryRead(Event.History page) implements RoomReply {}

  /** The log did not give a page. */
  record HistoryFailed(RoomName room, Optional<CorrelationId> id) implements RoomReply {}

  /**
   * What the server did before is to be carried through now; the connection says so to {@code done}
   * by way of the node's keeper of rooms, behind what it tells that.
   */
  record Settle(ActorRef<ToPlacing> done) implements RoomReply {}

  /** Who is in a room, for the client. */
  record PresenceRead(Event.PresenceState state) implements RoomReply {}

  /** Who is in a room cannot be told. */
  record PresenceFailed(RoomName room, ErrorCode code, Optional<CorrelationId> id)
      implements RoomReply {}

  /** The member is in some or all of the rooms that the server joins. */
  record Entered(List<Event.JoinedRoom> rooms) implements RoomReply {}

  /** So many rooms have handed over what they had for the member. */
  record Drained(int rooms) implements RoomReply {}
}
