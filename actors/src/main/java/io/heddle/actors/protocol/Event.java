package io.heddle.actors.protocol;

import io.heddle.actors.payload.Payload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the server says to a client. A dialect turns it into a frame; the fields are the ones of
 * docs/protocol.md under the same names.
 */
public sealed interface Event {
  /** A publication of a room. */
  record Published(Publication publication) implements Event {}

  /** Something for this connection alone, in no room and without an offset. */
  record Direct(Draft draft, Instant timestamp) implements Event {}

  /** The connection is authenticated, and {@code rooms} have been joined by the server. */
  record Connected(
      ClientId clientId,
      Optional<String> userId,
      Duration pingInterval,
      Optional<Instant> expiresAt,
      List<JoinedRoom> rooms,
      Optional<CorrelationId> id)
      implements Event {}

  /**
   * A room that the server joined.
   *
   * @param head only where the room is awake
   * @param recovery where the client wanted to resume
   */
  record JoinedRoom(RoomName room, Optional<Position> head, Optional<Recovery> recovery) {
    /** A room in which the client begins with what comes next. */
    public JoinedRoom(RoomName room, Optional<Position> head) {
      this(room, head, Optional.empty());
    }
  }

  /**
   * What became of a client's wish to resume.
   *
   * @param recovered whether everything that it missed follows, proven without a gap. Else nothing
   *     is sent again, or from a cursor what is left
   * @param trimmed how many of what a cursor would have sent are not kept any more, as far as known
   * @param unread whether nobody knows what was missed, since the log could not be read
   */
  record Recovery(boolean recovered, long trimmed, boolean unread) {
    /** An outcome with nothing else to tell. */
    public Recovery(boolean recovered) {
      this(recovered, 0, false);
    }
  }

  record AuthRequired() implements Event {}

  record AuthSuccess(Optional<String> userId, Optional<CorrelationId> id) implements Event {}

  record AuthFailed(String error, Optional<CorrelationId> id) implements Event {}

  /**
   * The client is in.
   *
   * @param head the newest publication at the moment of joining
   * @param recovery where the client wanted to resume
   */
  record Subscribed(
      RoomName room,
      Position head,
      int clientCount,
      Optional<Recovery> recovery,
      Optional<CorrelationId> id)
      implements Event {
    /** The client begins with what comes next. */
    public Subscribed(RoomName room, Position head, int clientCount, Optional<CorrelationId> id) {
      this(room, head, clientCount, Optional.empty(), id);
    }
  }

  /**
   * A page of what a room keeps.
   *
   * @param publications in the order that was asked for, contiguous
   * @param next the {@code since} of the next page; empty where there is none
   */
  record History(
      RoomName room,
      Position head,
      List<Publication> publications,
      Optional<Position> next,
      Optional<CorrelationId> id)
      implements Event {}

  /** {@code forced} where it was not the client's wish. */
  record Unsubscribed(RoomName room, Optional<ForcedOut> forced, Optional<CorrelationId> id)
      implements Event {
    /** Publications are lost to the client, who subscribes again and loads anew. */
    public static Unsubscribed insufficientState(RoomName room) {
      ForcedOut why =
          new ForcedOut("insufficient_state", "publications were lost, subscribe again");
      return new Unsubscribed(room, Optional.of(why), Optional.empty());
    }
  }

  /** Why a subscription was ended by the server, e.g. {@code insufficient_state}. */
  record ForcedOut(String code, String reason) {}

  /** The answer to a publish: the publication is at {@code position}. */
  record PublishAccepted(
      RoomName room, Position position, boolean duplicate, Optional<CorrelationId> id)
      implements Event {}

  /** The answer to a {@code direct} that was sent on; it has no room and no position. */
  record DirectAccepted(Optional<CorrelationId> id) implements Event {}

  /** The server asks the client, who answers with {@code reply} and this {@code id}. */
  record Request(String name, Payload data, CorrelationId id) implements Event {}

  /** What an application's handler answers, under a type that is not reserved. */
  record HandlerReply(String type, Payload data, Optional<CorrelationId> id) implements Event {}

  /** The server has joined this connection to a room, or taken it out. */
  record RoomUpdate(RoomName room, RoomAction action) implements Event {}

  /** What the server did with a connection and a room. */
  enum RoomAction {
    JOINED,
    LEFT
  }

  record Refreshed(Optional<Instant> expiresAt, Optional<CorrelationId> id) implements Event {}

  record Pong(Optional<CorrelationId> id) implements Event {}

  record UserJoined(RoomName room, String userId, int clientCount) implements Event {}

  record UserLeft(RoomName room, String userId, int clientCount) implements Event {}

  /** A user of a group has come online with a first connection, or gone offline with the last. */
  record UserStatus(RoomName room, String userId, boolean online) implements Event {}

  /**
   * Who is in a room.
   *
   * @param users by their ids; empty where there are too many to name
   */
  record PresenceState(
      RoomName room, int clientCount, Optional<List<Attendee>> users, Optional<CorrelationId> id)
      implements Event {}

  record TokenExpiring(Instant expiresAt) implements Event {}

  /** The node is draining: the client should open a new connection after {@code after}. */
  record Reconnect(Duration after, String reason) implements Event {}

  /** {@code room} where the error is about one. */
  record Failed(ErrorCode code, String text, Optional<RoomName> room, Optional<CorrelationId> id)
      implements Event {
    /** An error in its standard words. */
    public static Failed of(ErrorCode code, Optional<CorrelationId> id) {
      return new Failed(code, code.text(), Optional.empty(), id);
    }
  }
}
