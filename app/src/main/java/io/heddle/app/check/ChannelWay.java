package io.heddle.app.check;

import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;

/** Messages in the channel of rooms; acknowledged when Redis has handed them to a node. */
final class ChannelWay extends RedisWay {
  private static final String CHANNEL = "websocket:rooms";

  ChannelWay(String url) {
    super(url);
  }

  @Override
  public String name() {
    return "channel";
  }

  @Override
  void publish(RedisCommands<String, String> redis, String room, Message message)
      throws IOException {
    String text =
        """
        {"room":"%s","type":"message","data":%s,"message_id":"check-%d"}"""
            .formatted(room, message.json(), message.number());
    if (redis.publish(CHANNEL, text) == 0) {
      throw new IOException("nobody listens to " + CHANNEL);
    }
  }
}
