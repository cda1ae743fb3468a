package io.heddle.app.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.embedded.RedisServer;

/** A real Redis on this machine, which ends with this process. */
public final class EmbeddedRedis implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedRedis.class);

  private final RedisServer server;
  private final int port;

  private EmbeddedRedis(RedisServer server, int port) {
    this.server = server;
    this.port = port;
  }

  /**
   * Starts one that keeps what it has taken, as {@code appendfsync everysec} does; returns when it
   * takes connections.
   *
   * @param folder for its file; one that is there is read
   * @throws IOException when there is no Redis for this machine, or it does not start
   */
  public static EmbeddedRedis keeping(Path folder, int port) throws IOException {
    Files.createDirectories(folder);
    var server =
        RedisServer.newRedisServer()
            .bind("127.0.0.1")
            .port(port)
            .setting("dir " + folder.toAbsolutePath())
            .setting("save \"\"")
            .setting("appendonly yes")
            .build();
    server.start();
    return new EmbeddedRedis(server, port);
  }

  /**
   * Starts one that keeps nothing; returns when it takes connections.
   *
   * @param preferredPort taken when it is free, else any free one is; 0 for any
   * @throws IOException when there is no Redis for this machine, or it does not start
   */
  public static EmbeddedRedis start(int preferredPort) throws IOException {
    int port = preferredPort != 0 ? freePort(preferredPort) : freePort();
    if (preferredPort != 0 && port != preferredPort) {
      LOG.info("port {} is taken: the Redis listens on {}", preferredPort, port);
    }
    var server =
        RedisServer.newRedisServer()
            .bind("127.0.0.1")
            .port(port)
            .setting("save \"\"")
            .setting("appendonly no")
            .build();
    server.start();
    return new EmbeddedRedis(server, port);
  }

  /** The port on 127.0.0.1. */
  public int port() {
    return port;
  }

  /** As clients name it. */
  public String url() {
    return "redis://127.0.0.1:" + port;
  }

  @Override
  public void close() throws IOException {
    server.stop();
  }

  /** A port that somebody listens on everywhere counts as taken too. */
  private static boolean isFree(int port) {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  /** This port where nobody listens on it at this moment, else any such port. */
  public static int freePort(int preferred) {
    return isFree(preferred) ? preferred : freePort();
  }

  /** A port of this machine that nobody listens on at this moment. */
  public static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
