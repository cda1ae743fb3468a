package io.heddle.actors.protocol;

import io.heddle.actors.payload.Payload;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;

/** What the fan-out of one room on one node can be told. */
public sealed interface ToLocalRoom {
  /**
   * A client wants in; the {@code subscribed} frame is sent from here, in order.
   *
   * @param state what it says of itself; empty leaves what it said before
   */
  record Join(
      Member member, int visit, StartFrom from, Optional<Payload> state, Optional<CorrelationId> id)
      implements ToLocalRoom {
    /** What was asked of the keeper of all rooms. */
    public static Join of(ToLocalRooms.Subscribe asked) {
      return new Join(asked.member(), asked.visit(), asked.from(), asked.state(), asked.id());
    }
  }

  /** A member asks who is there; see {@code ToLocalRooms.ReadPresence}. */
  record ReadPresence(Member member, Optional<CorrelationId> id) implements ToLocalRoom {}

  /** The room has told who is there. */
  record PresenceTold(PresenceReply reply) implements ToLocalRoom {}

  /** Time to tell the room who has come and gone. */
  record Report() implements ToLocalRoom {}

  /** The server joins a connection; nothing is sent to the client but what it missed. */
  record Enter(Member member, StartFrom from) implements ToLocalRoom {}

  /**
   * A member that is behind has taken what it was offered.
   *
   * @param turn the number of its replay: one that has been replaced since means nothing
   */
  record Taken(Member member, long turn) implements ToLocalRoom {}

  /** What the log told. */
  sealed interface FromLog extends ToLocalRoom {}

  /** The newest of what the log keeps, contiguous, oldest first. */
  record Recent(List<Publication> publications) implements FromLog {}

  /**
   * What the log keeps behind a position, as far as one page goes.
   *
   * @param complete whether nothing is missing between {@code after} and the first of them
   */
  record Behind(Position after, List<Publication> publications, boolean complete)
      implements FromLog {}

  /** The log could not be read; {@code after} is empty where {@link Recent} was wanted. */
  record Unread(Optional<Position> after) implements FromLog {}

  /** A member leaves; {@code farewell} is its last frame of this room. */
  record Leave(Member member, Event farewell) implements ToLocalRoom {}

  /** Hand a member what has gathered; it hears {@link RoomReply.Drained}, in any case. */
  record Drain(Member member) implements ToLocalRoom {}

  /** A connection is gone. */
  record Exit(Member member) implements ToLocalRoom {}

  /**
   * The room hands over from now on.
   *
   * @param head the room's newest position, or that of the last of {@code missed} where that is
   *     more than one message takes and the rest follows
   * @param missed what the node did not have, in order, contiguous up to {@code head}
   * @param complete false where something before {@code missed} is lost for this node
   * @param others how many members the other nodes have
   * @param host the node that the room lives on; empty where that is not known yet
   */
  record Attached(
      ActorRef<ToRoom> room,
      Position head,
      List<Publication> missed,
      boolean complete,
      int others,
      String host)
      implements ToLocalRoom {
    /** The same for a beginning of what was missed, not empty; the rest is to follow. */
    public Attached upTo(List<Publication> beginning) {
      Position reached = beginning.getLast().position();
      return new Attached(room, reached, beginning, complete, others, host);
    }
  }

  /**
   * Publications in order, contiguous.
   *
   * @param acknowledge whether the room wants to hear {@link ToRoom.Delivered}
   */
  record Deliver(List<Publication> publications, boolean acknowledge) implements ToLocalRoom {}

  /** Hand out what has gathered since the last time. */
  record Flush() implements ToLocalRoom {}

  /** Tell the actor of each member's connection; {@code replyTo} hears how many there are. */
  record Notify(RoomReply reply, Optional<ActorRef<Integer>> replyTo) implements ToLocalRoom {}

  /** See {@link ToLocalRooms.Place}; those whom the server is about to join are among them. */
  record Place(RoomReply.Placed change, ActorRef<Integer> replyTo) implements ToLocalRoom {}

  /** Something about the room that is not logged, for all members but the user it is about. */
  record Announce(Event event, String exceptUser) implements ToLocalRoom {}

  /**
   * How many members the node may have; the answer to {@link ToRoom.ClaimSeats}.
   *
   * @param number the claim's
   * @param seats those that were taken, and what is granted on top; what was wanted is not to be
   *     had where that is less
   */
  record SeatsGranted(long number, int seats) implements ToLocalRoom {}

  /** The room wants a {@link ToRoom.ClaimSeats}, and that the node is attached to it. */
  record TellSeats(ActorRef<ToRoom> room) implements ToLocalRoom {}

  /** How many members the other nodes have. */
  record Others(int members) implements ToLocalRoom {}

  /**
   * The room is awake, or another incarnation of it: attach, having everything up to {@code have}.
   */
  record Opened(ActorRef<ToRoom> room, Position have) implements ToLocalRoom {}

  /**
   * The room says how it stands. What has come true is confirmed; what has not is made true, and
   * heard again.
   */
  record Reminded(Notice notice, ToNotices.Confirm confirmation, ActorRef<ToNotices> confirmTo)
      implements ToLocalRoom {
    /** It has come true. */
    public void confirm() {
      confirmTo.tell(confirmation);
    }
  }

  /**
   * A node is gone, and its rooms with it.
   *
   * @param alive those that are left
   * @param spread within how many milliseconds local rooms look for their next room, so that not
   *     all do at once
   */
  record NodesLeft(Set<String> alive, int spread) implements ToLocalRoom {}

  /** The room's actor ended: look for the next one. */
  record RoomGone(ActorRef<ToRoom> room) implements ToLocalRoom {}

  /** Try again to attach, or give up an empty room. */
  record Tick() implements ToLocalRoom {}

  /**
   * Hand the members back and end; refused where {@code onlyIfEmpty} and somebody is in, and where
   * somebody is on the way in or is being sent what it missed.
   */
  record Fold(boolean onlyIfEmpty) implements ToLocalRoom {}

  /** How many members are here? */
  record Count(ActorRef<Integer> replyTo) implements ToLocalRoom {}

  /** Close every member's connection; answers with how many there were. */
  record Disconnect(CloseCode code, String reason, ActorRef<Integer> replyTo)
      implements ToLocalRoom {}
}
