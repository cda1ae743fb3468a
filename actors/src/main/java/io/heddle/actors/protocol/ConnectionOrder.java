package io.heddle.actors.protocol;

import java.time.Instant;
import java.util.Optional;

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
