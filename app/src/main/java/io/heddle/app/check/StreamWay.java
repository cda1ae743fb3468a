package io.heddle.app.check;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Entries of the stream that backends add to; acknowledged when Redis has them. */
final class StreamWay implements Way {
  private static final String STREAM = "heddle:ingress";
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  private final RedisClient client;
  private Optional<StatefulRedisConnection<String, String>> open = Optional.empty();

  StreamWay(String url) {
    RedisURI uri = RedisURI.create(url);
    uri.setTimeout(TIMEOUT);
    client = RedisClient.create(uri);
  }

  @Override
  public String name() {
    return "stream";
  }

  @Override
  public void publish(String room, Message message) throws IOException {
    try {
      if (open.isEmpty()) {
        open = Optional.of(client.connect());
      }
      var _ =
          open.get()
              .sync()
              .xadd(
                  STREAM,
                  Map.of(
                      "room",
                      room,
                      "type",
                      "message",
                      "data",
                      message.json(),
                      "key",
                      "check-" + message.number()));
    } catch (RedisException fault) {
      open.ifPresent(StatefulRedisConnection::close);
      open = Optional.empty();
      throw new IOException(fault);
    }
  }

  @Override
  public void close() {
    open.ifPresent(StatefulRedisConnection::close);
    client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
  }
}
