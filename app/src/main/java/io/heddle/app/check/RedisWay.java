package io.heddle.app.check;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** What goes in by Redis: on one connection, and on another one when that has failed. */
abstract class RedisWay implements Way {
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  private final RedisClient client;
  private Optional<StatefulRedisConnection<String, String>> open = Optional.empty();

  RedisWay(String url) {
    RedisURI uri = RedisURI.create(url);
    uri.setTimeout(TIMEOUT);
    client = RedisClient.create(uri);
  }

  /** Gives a message to Redis, and returns when Redis has answered. */
  abstract void publish(RedisCommands<String, String> redis, String room, Message message)
      throws IOException;

  @Override
  public final void publish(String room, Message message) throws IOException {
    try {
      if (open.isEmpty()) {
        open = Optional.of(client.connect());
      }
      publish(open.get().sync(), room, message);
    } catch (RedisException fault) {
      open.ifPresent(StatefulRedisConnection::close);
      open = Optional.empty();
      throw new IOException(fault);
    }
  }

  @Override
  public final void close() {
    open.ifPresent(StatefulRedisConnection::close);
    client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
  }
}
