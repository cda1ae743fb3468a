package io.heddle.cluster.redis;

import java.nio.charset.StandardCharsets;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * From the thread that reads a subscription's socket to the actor, where several nodes hear the
 * channels. Names messages, and bounds what is in the mailbox. What finds no place there has its
 * number all the same: so this node's numbers go on being those of the others.
 */
final class SharedListener implements RedisSubscriber.Listener {
  private final ActorRef<RedisIngress.Command> self;
  private final long attempt;
  private final Admission arrivals;
  private final ChannelIds ids = new ChannelIds();

  /**
   * @param arrivals a place is given back when the actor has taken a message in
   */
  SharedListener(ActorRef<RedisIngress.Command> self, long attempt, Admission arrivals) {
    this.self = self;
    this.attempt = attempt;
    this.arrivals = arrivals;
  }

  @Override
  public void message(byte[] channel, byte[] payload) {
    String name = new String(channel, StandardCharsets.UTF_8);
    if (name.equals(ChannelMark.CHANNEL)) {
      ChannelMark.parse(payload).ifPresent(this::marked);
    } else {
      IngressRow.of(name).ifPresent(row -> came(row, channel, payload));
    }
  }

  private void marked(ChannelMark mark) {
    ids.marked(mark);
    self.tell(new IngressEvent.Marked(mark));
  }

  private void came(IngressRow row, byte[] channel, byte[] payload) {
    MadeUpId id = ids.next(channel, payload);
    if (arrivals.admit(row)) {
      long now = System.nanoTime();
      self.tell(new IngressEvent.Heard(new ChannelMessage(row, channel, payload, id, now)));
    }
  }

  @Override
  public void lost() {
    self.tell(new IngressEvent.Lost(attempt, "connection lost"));
  }
}
