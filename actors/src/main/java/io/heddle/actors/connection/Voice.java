package io.heddle.actors.connection;

import io.heddle.actors.metrics.ConnectionMetrics;
import io.heddle.actors.protocol.CloseCode;
import io.heddle.actors.protocol.CorrelationId;
import io.heddle.actors.protocol.ErrorCode;
import io.heddle.actors.protocol.Event;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.Socket;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a connection's actor says to its client, errors and the budget for them included. */
final class Voice {
  private static final Logger LOG = LoggerFactory.getLogger(Voice.class);

  private final Socket socket;
  private final ErrorBudget budget;
  private final ConnectionMetrics metrics;
  private boolean closed;

  Voice(Socket socket, ErrorBudget budget, ConnectionMetrics metrics) {
    this.socket = socket;
    this.budget = budget;
    this.metrics = metrics;
  }

  void say(Event event) {
    socket.offer(socket.encoder().encode(event));
  }

  void fail(ErrorCode code, Optional<RoomName> room, Optional<CorrelationId> id, long now) {
    fail(code, code.text(), room, id, now);
  }

  /** Tells an error, and closes the connection where its budget is spent by it. */
  void fail(
      ErrorCode code, String text, Optional<RoomName> room, Optional<CorrelationId> id, long now) {
    tell(code, text, room, id);
    if (code.counts()) {
      count(now);
    }
  }

  /** Tells of a fault of the server's, under a reference by which it is found in the log. */
  void fault(Throwable fault, Optional<CorrelationId> id) {
    ErrorCode code = ErrorCode.PROCESSING_ERROR;
    tell(code, code.text() + ", reference " + log(fault), Optional.empty(), id);
  }

  /**
   * Has a fault in the log alone, since the command will still be answered; gives its reference.
   */
  String log(Throwable fault) {
    String reference = MessageIds.next();
    LOG.error(
        "A command of connection {} failed, reference {}", socket.clientId(), reference, fault);
    return reference;
  }

  /** Tells that the client is too fast; counted only where it has been so for long. */
  void limit(Optional<CorrelationId> id, boolean counts, long now) {
    tell(ErrorCode.RATE_LIMITED, ErrorCode.RATE_LIMITED.text(), Optional.empty(), id);
    if (counts) {
      count(now);
    }
  }

  /** Tells a last error and closes. */
  void end(ErrorCode code, String text, Optional<CorrelationId> id, CloseCode close) {
    if (!closed) {
      tell(code, text, Optional.empty(), id);
      close(close, text);
    }
  }

  void close(CloseCode code, String reason) {
    closed = true;
    socket.close(code, reason);
  }

  /** Whether the close has begun, so that nothing that comes in matters any more. */
  boolean isClosed() {
    return closed;
  }

  private void count(long now) {
    if (budget.exceededBy(now)) {
      ErrorCode code = ErrorCode.TOO_MANY_ERRORS;
      end(code, code.text(), Optional.empty(), CloseCode.TOO_MANY_ERRORS);
    }
  }

  private void tell(
      ErrorCode code, String text, Optional<RoomName> room, Optional<CorrelationId> id) {
    metrics.error(code);
    say(new Event.Failed(code, text, room, id));
  }
}
