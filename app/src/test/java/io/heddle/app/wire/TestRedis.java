package io.heddle.app.wire;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import redis.embedded.RedisServer;

/** A real Redis on a free port of this machine, that can be lost and brought back. */
public final class TestRedis implements AutoCloseable {
  private final int port = freePort();
  private final RedisClient client = RedisClient.create(url());
  private RedisServer server = server();

  /** A Redis that does not run yet. */
  public TestRedis() {}

  /** Starts it. */
  public TestRedis start() {
    try {
      server = server();
      server.start();
      return this;
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  /** Ends its process. */
  public void kill() {
    try {
      server.stop();
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

  @Override
  public void close() {
    client.shutdown();
    if (server.isActive()) {
      kill();
    }
  }

  private RedisServer server() {
    try {
      return RedisServer.newRedisServer()
          .port(port)
          .bind("127.0.0.1")
          .setting("save \"\"")
          .setting("appendonly no")
          .build();
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }
}
