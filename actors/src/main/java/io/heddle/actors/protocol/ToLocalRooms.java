package io.heddle.actors.protocol;

import io.heddle.actors.payload.Payload;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/** What the keeper of all rooms of one node can be told. */
public sealed interface ToLocalRooms {
  /**
   * A client subscribes; it hears one {@link RoomReply.Joined} or {@code JoinRefused}, unless it
   * leaves first.
   *
   * @param visit the connection's number of this stay in the room, repeated in the reply
   * @param from with which publication it begins
   * @param state what it says of itself; empty leaves what it said before
   */
  record Subscribe(
      RoomName room,
      Member member,
      int visit,
      StartFrom from,
      Optional<Payload> state,
      Optional<CorrelationId> id)
      implements ToLocalRooms {}

  /**
   * A member asks who is in a room; it hears one {@link RoomReply.PresenceRead} or {@code
   * PresenceFailed}.
   */
  record ReadPresence(RoomName room, Member member, Optional<CorrelationId> id)
      implements ToLocalRooms {}

  /** A connection leaves a room; {@code farewell} is the last that it hears of it. */
  record Leave(RoomName room, Member member, Event farewell) implements ToLocalRooms {}

  /**
   * The server joins a connection to rooms; it hears one or more {@link RoomReply.Entered} that
   * together name each room once.
   *
   * @param starts where it begins in rooms where it does not begin with what comes next; such a
   *     room is woken if it sleeps, unless nothing was missed there
   */
  record Enter(List<RoomName> rooms, Member member, Map<RoomName, StartFrom> starts)
      implements ToLocalRooms {
    /** The connection begins with what comes next. */
    public Enter(List<RoomName> rooms, Member member) {
      this(rooms, member, Map.of());
    }

    /** Where it begins in one of the rooms. */
    public StartFrom from(RoomName room) {
      return starts.getOrDefault(room, StartFrom.NOW);
    }
  }

  /**
   * A client wants a page of what a room keeps, member or not; it hears one {@link
   * RoomReply.HistoryRead} or {@code HistoryFailed}.
   */
  record ReadHistory(ClientCommand.History query, Member member) implements ToLocalRooms {}

  /**
   * A connection is about to close: what the rooms have taken in so far goes to it first. It hears
   * one or more {@link RoomReply.Drained} whose counts add up to the number of rooms.
   */
  record Drain(List<RoomName> rooms, Member member) implements ToLocalRooms {}

  /** A connection is gone from these rooms. */
  record Exit(List<RoomName> rooms, Member member) implements ToLocalRooms {}

  /** A room that the server joins people to has started, with its head at {@code head}. */
  record Opened(RoomName room, ActorRef<ToRoom> ref, Position head) implements ToLocalRooms {}

  /** Such a room has stopped; the next one tells again. */
  record Closed(RoomName room, ActorRef<ToRoom> ref) implements ToLocalRooms {}

  /**
   * A room with a capacity wants to know which seats are taken here: answered by the local room's
   * {@link ToRoom.ClaimSeats}, or {@link ToRoom.Nobody}.
   */
  record TellSeats(RoomName room, ActorRef<ToRoom> ref) implements ToLocalRooms {}

  /** A room of another node is to be known here as it stands; see {@link ToLocalRoom.Reminded}. */
  record Reminded(Notice notice, ToNotices.Confirm confirmation, ActorRef<ToNotices> confirmTo)
      implements ToLocalRooms {}

  /** A node is gone; these are those that are left, by id. */
  record NodesLeft(Map<String, ActorRef<ToNode>> alive) implements ToLocalRooms {}

  /** A local room has nobody left and would end. */
  record Idle(RoomName room) implements ToLocalRooms {}

  /** A local room has ended and gives its members back, and what they said of themselves. */
  record Folded(RoomName room, List<Member> members, Map<Member, MemberState> states)
      implements ToLocalRooms {}

  /** A local room was told to fold, but somebody is in. */
  record StillUsed(RoomName room) implements ToLocalRooms {}

  /** Tell the actor of each connection in a room; {@code replyTo} hears how many there are. */
  record Notify(RoomName room, RoomReply reply, Optional<ActorRef<Integer>> replyTo)
      implements ToLocalRooms {}

  /**
   * The server joins each connection of a user to a room, or takes it out. The change of a group is
   * remembered for connections that enter later.
   *
   * @param user the user's own room
   * @param replyTo hears how many there are, when they are in or out
   */
  record Place(RoomName user, RoomReply.Placed change, ActorRef<Integer> replyTo)
      implements ToLocalRooms {}

  /** A connection has said all that it had to say; {@code done} hears it. */
  record Settled(ActorRef<ToPlacing> done) implements ToLocalRooms {}

  /** How many connections of this node are in a room? */
  record Count(RoomName room, ActorRef<Integer> replyTo) implements ToLocalRooms {}

  /** How many rooms have a member here? */
  record CountRooms(ActorRef<Integer> replyTo) implements ToLocalRooms {}

  /** Close each connection that is in a room; answers with how many there were. */
  record Disconnect(RoomName room, CloseCode code, String reason, ActorRef<Integer> replyTo)
      implements ToLocalRooms {}
}
