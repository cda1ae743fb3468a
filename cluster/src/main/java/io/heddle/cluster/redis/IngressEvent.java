package io.heddle.cluster.redis;

import java.util.Optional;

/** What the ingress tells itself. */
sealed interface IngressEvent extends RedisIngress.Command {
  record Made(RedisSubscriber subscriber) implements IngressEvent {}

  record MakeFailed(Throwable fault) implements IngressEvent {}

  record Subscribed(long attempt, RedisSubscription subscription) implements IngressEvent {}

  record Failed(Throwable fault) implements IngressEvent {}

  record Lost(long attempt, String why) implements IngressEvent {}

  record Retry() implements IngressEvent {}

  /** Time to keep the reader's place, or to look whether it is free. */
  record Turn() implements IngressEvent {}

  /** Whether the reader's place is ours; empty where Redis did not answer. */
  record Held(long attempt, long asked, Optional<Boolean> ours) implements IngressEvent {}

  record Ping() implements IngressEvent {}

  record Pong() implements IngressEvent {}

  record Closed() implements IngressEvent {}

  /** A message has come where the node is alone; its bytes are nobody's to change. */
  final class Arrived implements IngressEvent {
    private final IngressRow row;
    private final byte[] channel;
    private final byte[] payload;

    Arrived(IngressRow row, byte[] channel, byte[] payload) {
      this.row = row;
      this.channel = channel;
      this.payload = payload;
    }

    IngressRow row() {
      return row;
    }

    byte[] channel() {
      return channel;
    }

    byte[] payload() {
      return payload;
    }
  }

  /** A message has come where several nodes hear the channels. */
  record Heard(ChannelMessage message) implements IngressEvent {}

  /** A mark of the node that reads has come. */
  record Marked(ChannelMark mark) implements IngressEvent {}
}
