package io.heddle.cluster.redis;

import java.nio.charset.StandardCharsets;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * From lettuce's threads to the actor of a node that is alone. Bounds what is under way before the
 * mailbox.
 *
 * @param underWay a place is given back when a message's outcome is known
 */
record IngressListener(ActorRef<RedisIngress.Command> self, long attempt, Admission underWay)
    implements RedisSubscriber.Listener {
  @Override
  public void message(byte[] channel, byte[] payload) {
    IngressRow.of(new String(channel, StandardCharsets.UTF_8))
        .filter(underWay::admit)
        .ifPresent(row -> self.tell(new IngressEvent.Arrived(row, channel, payload)));
  }

  @Override
  public void lost() {
    self.tell(new IngressEvent.Lost(attempt, "connection lost"));
  }
}
