package io.heddle.actors.protocol;

import io.heddle.actors.payload.Payload;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a client asks for, after a dialect has read it. Names of rooms are valid, types are not
 * reserved, sizes are within their limits: a dialect answers for the form, the connection for who
 * may do what.
 */
public sealed interface ClientCommand extends ToConnection {
  /** The client's own number for it, echoed in the reply. */
  Optional<CorrelationId> id();

  /** {@code recover} says where to begin in rooms that the server joins; others do not count. */
  record Connect(
      Optional<String> token,
      Optional<String> device,
      Map<RoomName, Position> recover,
      Optional<CorrelationId> id)
      implements ClientCommand {
    /** A client that begins with what comes next. */
    public Connect(Optional<String> token, Optional<String> device, Optional<CorrelationId> id) {
      this(token, device, Map.of(), id);
    }
  }

  /** {@link Connect} of clients that know only this. */
  record Auth(String token, Optional<CorrelationId> id) implements ClientCommand {}

  /**
   * Into rooms.
   *
   * @param recover the last publication that the client has, of rooms among {@code rooms}
   * @param last how many of the newest it wants of the others; 0 for none
   * @param state an object that the client says of itself to those who ask who is there; of any
   *     size, and empty to leave what it said before
   */
  record Subscribe(
      List<RoomName> rooms,
      Map<RoomName, Position> recover,
      int last,
      Optional<Payload> state,
      Optional<CorrelationId> id)
      implements ClientCommand {
    /** Says nothing of itself. */
    public Subscribe(
        List<RoomName> rooms,
        Map<RoomName, Position> recover,
        int last,
        Optional<CorrelationId> id) {
      this(rooms, recover, last, Optional.empty(), id);
    }

    /** Begins with what comes next. */
    public Subscribe(List<RoomName> rooms, Optional<CorrelationId> id) {
      this(rooms, Map.of(), 0, id);
    }

    /** Where the client begins in one of the rooms. */
    public StartFrom from(RoomName room) {
      Position position = recover.get(room);
      if (position != null) {
        return new StartFrom.After(position);
      }
      return last > 0 ? new StartFrom.Newest(last) : StartFrom.NOW;
    }
  }

  record Unsubscribe(List<RoomName> rooms, Optional<CorrelationId> id) implements ClientCommand {}

  record Publish(
      RoomName room,
      String type,
      Payload data,
      Optional<String> key,
      Optional<String> conflationKey,
      Optional<CorrelationId> id)
      implements ClientCommand {}

  record Broadcast(String type, Payload data, Optional<CorrelationId> id)
      implements ClientCommand {}

  /** To a connection or to all connections of a user. */
  record Direct(Addressee to, String type, Payload data, Optional<CorrelationId> id)
      implements ClientCommand {}

  /** Whom a {@link Direct} is for. */
  sealed interface Addressee {}

  record ToClient(ClientId clientId) implements Addressee {}

  record ToUser(String userId) implements Addressee {}

  /**
   * A page of what a room keeps.
   *
   * @param since the publications behind this one, or before it where {@code reverse}; empty to
   *     begin with the oldest, or the newest
   * @param limit most publications to give, at least 1
   * @param reverse newest first
   */
  record History(
      RoomName room,
      Optional<Position> since,
      int limit,
      boolean reverse,
      Optional<CorrelationId> id)
      implements ClientCommand {}

  /** Who is in a room that the client is in? */
  record Presence(RoomName room, Optional<CorrelationId> id) implements ClientCommand {}

  /** The client has everything of a room up to a position. */
  record Ack(RoomName room, Position position, Optional<CorrelationId> id)
      implements ClientCommand {}

  record Refresh(String token, Optional<CorrelationId> id) implements ClientCommand {}

  record Ping(Optional<CorrelationId> id) implements ClientCommand {}

  /**
   * A type that is none of the protocol's; an application may have a handler for it.
   *
   * @param type as it came, not empty
   * @param data the empty object where there was none
   */
  record Custom(String type, Payload data, Optional<CorrelationId> id) implements ClientCommand {}

  /**
   * The answer to a {@code request} of the server's.
   *
   * @param request the {@code id} of the request, as the client wrote it
   * @param outcome its {@code data} or its {@code error}
   */
  record Reply(CorrelationId request, ClientReply outcome) implements ClientCommand {
    @Override
    public Optional<CorrelationId> id() {
      return Optional.of(request);
    }
  }

  /** A frame, or a value in one, that is no command; {@code text} says what is wrong with it. */
  record Malformed(ErrorCode code, String text, Optional<CorrelationId> id)
      implements ClientCommand {}
}
