package io.heddle.cluster.redis;

import io.heddle.actors.fabric.Fabric;
import io.heddle.config.RedisSettings;
import java.time.Clock;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * The way of what comes on the channels, from the socket to the fabric: admitted, parsed, and
 * refused or handed on. Part of the ingress's actor, but for the listeners.
 */
final class ChannelIntake {
  private final IngressParser parser;
  private final RefusalLog refusals;
  private final Admission underWay;
  private final Admission arrivals;
  private final IngressDelivery delivery;
  private final boolean shared;

  /**
   * @param shared whether other nodes hear the channels too
   */
  ChannelIntake(
      RedisSettings settings,
      int maxRoomName,
      Fabric fabric,
      IngressMetrics metrics,
      Clock clock,
      boolean shared) {
    this.parser = new IngressParser(maxRoomName, settings.origin());
    this.refusals = new RefusalLog(clock);
    this.underWay = new Admission(metrics, settings.queue());
    this.arrivals = new Admission(metrics, settings.queue());
    this.delivery = new IngressDelivery(fabric, metrics, underWay);
    this.shared = shared;
  }

  /** What hears a subscription. */
  RedisSubscriber.Listener listener(ActorRef<RedisIngress.Command> self, long attempt) {
    return shared
        ? new SharedListener(self, attempt, arrivals)
        : new IngressListener(self, attempt, underWay);
  }

  /** Hands on a message of a node that is alone. */
  void arrived(IngressEvent.Arrived it) {
    delivery.deliver(it.row(), parsed(it.row(), it.channel(), it.payload(), MadeUpId.random()));
  }

  /** A message has left the mailbox for the backlog. */
  void takenIn() {
    arrivals.over();
  }

  /** Hands one of the backlog on, if there is room for it. */
  boolean handOn(ChannelBacklog.Delivery handed) {
    if (!underWay.admitIfFree()) {
      return false;
    }
    ChannelMessage it = handed.message();
    delivery.deliver(
        it.row(), parsed(it.row(), it.channel(), it.payload(), it.id()), handed.over());
    return true;
  }

  private IngressMessage parsed(IngressRow row, byte[] channel, byte[] payload, MadeUpId id) {
    IngressMessage message = parser.parse(row, channel, payload, id);
    if (message instanceof IngressMessage.Unfit unfit) {
      refusals.refused(unfit, channel, payload);
    }
    return message;
  }
}
