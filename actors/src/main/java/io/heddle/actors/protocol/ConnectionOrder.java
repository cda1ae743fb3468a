package io.heddle.actors.protocol;

import io.heddle.actors.payload.Payload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/** What a connection's actor is told by its node and its socket. */
public sealed interface ConnectionOrder extends ToConnection {
  /** A moment that the connection asked its node to be told of has come. */
  record Due(Instant now) implements ConnectionOrder {}

  /** Time to look after publishes that have not been answered. */
  record Retry() implements ConnectionOrder {}

  /** The socket is gone; nothing can be sent any more. */
  record SocketClosed() implements ConnectionOrder {}

  /** Close with this code after what is pending. */
  record Disconnect(CloseCode code, String reason) implements ConnectionOrder {}

  /** Send this to the client. */
  record Deliver(Event event) implements ConnectionOrder {}

  /** Ask the client, and tell {@code replyTo} once what became of it. */
  record Ask(String name, Payload data, Duration timeout, ActorRef<ClientReply> replyTo)
      implements ConnectionOrder {}

  /** A request to the client has been open for as long as it may. */
  record AskOver(CorrelationId id) implements ConnectionOrder {}

  /** An application's handler is done with the command that had this {@code id}. */
  record Handled(HandlerOutcome outcome, Optional<CorrelationId> id) implements ConnectionOrder {}

  /** Applications have decided about the rooms of the command that waits for it. */
  record Decided(List<RoomDecision> decisions) implements ConnectionOrder {}

  /** It is known which groups the user is in who is about to come in, or that nobody knows. */
  record GroupsTold(GroupsFound found) implements ConnectionOrder {}

  /** Where the connection begins in the rooms that the server joins. */
  record Started(Map<RoomName, StartFrom> starts) implements ConnectionOrder {}

  /** The client has received all that was offered in rooms with cursors up to here. */
  record Received(Map<RoomName, Position> upTo) implements ConnectionOrder {}

  /**
   * The node goes down: the client is to open a connection elsewhere. This one stays as it is until
   * {@link Drain}.
   *
   * @param after how long the client is asked to wait before it moves
   */
  record Move(Duration after) implements ConnectionOrder {}

  /** The node goes down: finish what is in flight, then close with 1012. */
  record Drain() implements ConnectionOrder {}

  /**
   * What became of the token that came in with {@code connect}, {@code auth} or {@code refresh}.
   */
  record TokenChecked(TokenVerifier.Verdict verdict, Purpose purpose, Optional<CorrelationId> id)
      implements ConnectionOrder {}

  /** Which command a token came with, since each is answered in its own words. */
  enum Purpose {
    CONNECT,
    AUTH,
    REFRESH
  }
}
