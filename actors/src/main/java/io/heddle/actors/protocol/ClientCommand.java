package io.heddle.actors.protocol;

import io.heddle.actors.payload.Payload;
import java.util.List;
import java.util.Optional;

/**
 * What a client asks for, after a dialect has read it. Names of rooms are valid, types are not
 * reserved, sizes are within their limits: a dialect answers for the form, the connection for who
 * may do what.
 */
public sealed interface ClientCommand extends ToConnection {
  /** The client's own number for it, echoed in the reply. */
  Optional<CorrelationId> id();

  record Connect(Optional<String> token, Optional<String> device, Optional<CorrelationId> id)
      implements ClientCommand {}

  /** {@link Connect} of clients that know only this. */
  record Auth(String token, Optional<CorrelationId> id) implements ClientCommand {}

  /** {@code recovering} where history was asked for by {@code recover} or {@code last}. */
  record Subscribe(List<RoomName> rooms, boolean recovering, Optional<CorrelationId> id)
      implements ClientCommand {}

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

  record History(RoomName room, Optional<CorrelationId> id) implements ClientCommand {}

  record Presence(RoomName room, Optional<CorrelationId> id) implements ClientCommand {}

  record Ack(RoomName room, Optional<CorrelationId> id) implements ClientCommand {}

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
