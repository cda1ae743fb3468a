package io.heddle.app.check;

import io.lettuce.core.api.sync.RedisCommands;
import java.util.Map;

/** Entries of the stream that backends add to; acknowledged when Redis has them. */
final class StreamWay extends RedisWay {
  private static final String STREAM = "heddle:ingress";

  StreamWay(String url) {
    super(url);
  }

  @Override
  public String name() {
    return "stream";
  }

  @Override
  void publish(RedisCommands<String, String> redis, String room, Message message) {
    Map<String, String> entry =
        Map.of(
            "room",
            room,
            "type",
            "message",
            "data",
            message.json(),
            "key",
            "check-" + message.number());
    var _ = redis.xadd(STREAM, entry);
  }
}
