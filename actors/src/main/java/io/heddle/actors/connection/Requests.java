package io.heddle.actors.connection;

import io.heddle.actors.metrics.ExtensionMetrics;
import io.heddle.actors.metrics.ExtensionMetrics.Request;
import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.ClientReply;
import io.heddle.actors.protocol.ClientReply.Answered;
import io.heddle.actors.protocol.ClientReply.Refused;
import io.heddle.actors.protocol.ClientReply.Unanswered;
import io.heddle.actors.protocol.ClientReply.Why;
import io.heddle.actors.protocol.ConnectionOrder.Ask;
import io.heddle.actors.protocol.CorrelationId;
import io.heddle.actors.protocol.Event;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What the server has asked the client of a connection and awaits. Each request is answered once.
 * Part of the connection's actor.
 */
final class Requests {
  private final Voice voice;
  private final ExtensionMetrics metrics;
  private final int most;
  private final BiFunction<CorrelationId, Duration, Cancellable> timer;
  private final Map<CorrelationId, Open> open = new HashMap<>(0);
  private long asked;

  private record Open(ActorRef<ClientReply> replyTo, Cancellable timer) {}

  /**
   * Nothing has been asked yet.
   *
   * @param most requests that may be open at once
   * @param timer starts one that calls {@link #timedOut} for a request after a while
   */
  Requests(
      Voice voice,
      ExtensionMetrics metrics,
      int most,
      BiFunction<CorrelationId, Duration, Cancellable> timer) {
    this.voice = voice;
    this.metrics = metrics;
    this.most = most;
    this.timer = timer;
  }

  /** Asks the client, where it is {@code present}. */
  void ask(Ask ask, boolean present) {
    if (!present || voice.isClosed()) {
      answer(ask.replyTo(), new Unanswered(Why.GONE));
    } else if (open.size() >= most) {
      answer(ask.replyTo(), new Unanswered(Why.TOO_MANY));
    } else {
      CorrelationId id = new CorrelationId(Payload.of("\"s" + ++asked + "\""));
      open.put(id, new Open(ask.replyTo(), timer.apply(id, ask.timeout())));
      voice.say(new Event.Request(ask.name(), ask.data(), id));
    }
  }

  /** Whether a reply with this id is awaited. */
  boolean awaits(CorrelationId id) {
    return open.containsKey(id);
  }

  /** The client replied; what nobody asked for is ignored, since it may have come too late. */
  void replied(CorrelationId id, ClientReply reply) {
    if (!end(id, reply)) {
      metrics.request(Request.UNASKED);
    }
  }

  /** The time of a request is over. */
  void timedOut(CorrelationId id) {
    end(id, new Unanswered(Why.TIMED_OUT));
  }

  /** The connection is gone. */
  void close() {
    for (CorrelationId id : open.keySet().toArray(CorrelationId[]::new)) {
      end(id, new Unanswered(Why.GONE));
    }
  }

  private boolean end(CorrelationId id, ClientReply reply) {
    Open request = open.remove(id);
    if (request == null) {
      return false;
    }
    request.timer.cancel();
    answer(request.replyTo, reply);
    return true;
  }

  private void answer(ActorRef<ClientReply> replyTo, ClientReply reply) {
    metrics.request(
        switch (reply) {
          case Answered _ -> Request.ANSWERED;
          case Refused _ -> Request.REFUSED;
          case Unanswered(Why why) ->
              switch (why) {
                case GONE -> Request.GONE;
                case TIMED_OUT -> Request.TIMEOUT;
                case TOO_MANY -> Request.TOO_MANY;
              };
        });
    replyTo.tell(reply);
  }
}
