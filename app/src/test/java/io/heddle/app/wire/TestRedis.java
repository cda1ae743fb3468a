package io.heddle.app.wire;

import io.heddle.app.dev.EmbeddedRedis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/** A real Redis on a free port of this machine, that can be lost and brought back. */
public final class TestRedis implements AutoCloseable {
  private final int port = EmbeddedRedis.freePort();
  private final RedisClient client = RedisClient.create(url());
  private Optional<EmbeddedRedis> server = Optional.empty();

  /** A Redis that does not run yet. */
  public TestRedis() {}

  /** Starts it, where it was if it ran before. */
  public TestRedis start() {
    try {
      EmbeddedRedis started = EmbeddedRedis.start(port);
      server = Optional.of(started);
      if (started.port() != port) {
        throw new IllegalStateException("somebody has taken port " + port);
      }
      return this;
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  /** Ends its process. */
  public void kill() {
    try {
      server.orElseThrow().close();
      server = Optional.empty();
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  /** Where it is. */
  public String url() {
    return "redis://127.0.0.1:" + port;
  }

  /** Publishes, and answers how many subscribers Redis handed it to. */
  public long publish(String channel, String payload) {
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      return connection.sync().publish(channel, payload);
    }
  }

  /** Adds an entry to a stream, and answers its id. */
  public String add(String stream, Map<String, String> fields) {
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      return connection.sync().xadd(stream, fields);
    }
  }

  /** How many entries a stream has. */
  public long length(String stream) {
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      return connection.sync().xlen(stream);
    }
  }

  /** Adds to a set. */
  public void add(String key, String member) {
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      connection.sync().sadd(key, member);
    }
  }

  @Override
  public void close() {
    client.shutdown();
    if (server.isPresent()) {
      kill();
    }
  }
}
