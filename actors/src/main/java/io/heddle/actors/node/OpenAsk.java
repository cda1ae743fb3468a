package io.heddle.actors.node;

import io.heddle.actors.protocol.ClientReply;
import io.heddle.actors.protocol.ConnectionOrder;
import io.heddle.actors.protocol.ToConnection;
import io.heddle.actors.protocol.ToNode;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * One question to the client of a connection, until it is answered. A connection answers all that
 * it has taken, but what comes after its last message nobody takes: so its end is an answer too.
 */
final class OpenAsk {
  private OpenAsk() {}

  /** Passes the question on and its one answer back, then ends. */
  static Behavior<ClientReply> create(ToNode.Ask ask, ActorRef<ToConnection> connection) {
    return Behaviors.setup(
        context -> {
          context.watchWith(connection, new ClientReply.Unanswered(ClientReply.Why.GONE));
          connection.tell(
              new ConnectionOrder.Ask(ask.name(), ask.data(), ask.timeout(), context.getSelf()));
          return Behaviors.receiveMessage(
              reply -> {
                ask.replyTo().tell(reply);
                return Behaviors.stopped();
              });
        });
  }
}
