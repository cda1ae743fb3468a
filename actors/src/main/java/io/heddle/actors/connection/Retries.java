package io.heddle.actors.connection;

import io.heddle.actors.protocol.ConnectionOrder;
import io.heddle.actors.protocol.ToConnection;
import java.time.Duration;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/**
 * Wakes a connection that has publishes under way to repeat those that are late. One wake-up is
 * under way at a time. Part of the connection's actor.
 */
final class Retries {
  private final ActorContext<ToConnection> context;
  private final Duration after;
  private boolean scheduled;

  Retries(ActorContext<ToConnection> context, Duration after) {
    this.context = context;
    this.after = after;
  }

  /** Something is under way. */
  void schedule() {
    if (!scheduled) {
      scheduled = true;
      context.scheduleOnce(after, context.getSelf(), new ConnectionOrder.Retry());
    }
  }

  /** {@link ConnectionOrder.Retry} has come. */
  void come() {
    scheduled = false;
  }
}
