package io.heddle.cluster.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.embedded.RedisServer;

/** A real Redis on a free port of this machine, that can be lost and brought back. */
public final class RedisProcess implements AutoCloseable {
  private static final Pattern PINGS = Pattern.compile("cmdstat_ping:calls=(\\d+)");

  /** Nodes of a Redis Cluster talk to each other on a port so much above their own. */
  private static final int BUS = 10_000;

  private static final int HIGHEST_PORT = 65_535;

  public final int port = freePort();
  private final String[] settings;
  private RedisServer server;

  /**
   * One that does not run yet.
   *
   * @param settings lines of its configuration
   */
  public RedisProcess(String... settings) {
    this.settings = settings;
    this.server = server();
  }

  public RedisProcess start() {
    try {
      server = server();
      server.start();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void kill() {
    try {
      server.stop();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String url() {
    return "redis://127.0.0.1:" + port;
  }

  /** Publishes, and answers how many subscribers Redis handed it to. */
  long publish(String channel, String payload) {
    return publish(channel, payload.getBytes(StandardCharsets.UTF_8));
  }

  long publish(String channel, byte[] payload) {
    return with(c -> c.sync().publish(channel.getBytes(StandardCharsets.UTF_8), payload));
  }

  /** Redis answers nobody for some seconds; returns when they are over. */
  public void hang(int seconds) {
    var args = new CommandArgs<>(ByteArrayCodec.INSTANCE).add("SLEEP").add(seconds);
    String _ =
        with(
            c -> {
              c.setTimeout(Duration.ofSeconds(seconds + 10));
              return c.sync()
                  .dispatch(CommandType.DEBUG, new StatusOutput<>(ByteArrayCodec.INSTANCE), args);
            });
  }

  /** How often Redis has answered a ping. */
  long pings() {
    Matcher calls = PINGS.matcher(with(c -> c.sync().info("commandstats")));
    return calls.find() ? Long.parseLong(calls.group(1)) : 0;
  }

  /** Runs commands on a connection of their own. */
  public <T> T with(Function<StatefulRedisConnection<byte[], byte[]>, T> work) {
    try (RedisClient client = RedisClient.create(url());
        var connection = client.connect(ByteArrayCodec.INSTANCE)) {
      return work.apply(connection);
    }
  }

  @Override
  public void close() {
    if (server.isActive()) {
      kill();
    }
  }

  private RedisServer server() {
    try {
      var builder =
          RedisServer.newRedisServer()
              .port(port)
              .bind("127.0.0.1")
              .setting("save \"\"")
              .setting("appendonly no");
      for (String setting : settings) {
        builder.setting(setting);
      }
      return builder.build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Free itself, and so is the one on which nodes of a cluster talk. */
  private static int freePort() {
    while (true) {
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        int bus = socket.getLocalPort() + BUS;
        if (bus <= HIGHEST_PORT && isFree(bus)) {
          return socket.getLocalPort();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException _) {
      return false;
    }
  }
}
