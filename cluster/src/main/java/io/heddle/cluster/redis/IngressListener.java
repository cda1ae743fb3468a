package io.heddle.cluster.redis;

import java.nio.charset.StandardCharsets;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * From lettuce's threads to the actor. Bounds what is under way before the mailbox, where the node
 * is alone; else the actor bounds what waits.
 */
record IngressListener(
    ActorRef<RedisIngress.Command> self, long attempt, IngressDelivery delivery, boolean shared)
    implements RedisSubscriber.Listener {
  @Override
  public void message(byte[] channel, byte[] payload) {
    String name = new String(channel, StandardCharsets.UTF_8);
    if (name.equals(ChannelMark.CHANNEL)) {
      self.tell(new IngressEvent.Marked(payload));
      return;
    }
    IngressRow.of(name)
        .filter(row -> shared || delivery.admit(row))
        .ifPresent(row -> self.tell(new IngressEvent.Arrived(row, channel, payload)));
  }

  @Override
  public void lost() {
    self.tell(new IngressEvent.Lost(attempt, "connection lost"));
  }
}
