package io.heddle.cluster.redislog;

import static org.awaitility.Awaitility.await;

import io.heddle.cluster.redis.RedisProcess;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import redis.embedded.RedisSentinel;

/** A primary, its replica, and a sentinel that makes the replica the primary when that one dies. */
final class RedisSentinels implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String NAME = "rooms";

  private final List<RedisProcess> nodes = List.of(node(), node());
  private final int port = freePort();
  private final RedisSentinel sentinel =
      RedisSentinel.newRedisSentinel()
          .bind("127.0.0.1")
          .port(port)
          .masterName(NAME)
          .masterPort(nodes.getFirst().port)
          .quorumSize(1)
          .downAfterMilliseconds(500)
          .failOverTimeout(3_000)
          .build();

  private static RedisProcess node() {
    return new RedisProcess("repl-diskless-sync yes", "repl-diskless-sync-delay 0");
  }

  RedisSentinels start() {
    nodes.forEach(RedisProcess::start);
    String _ =
        nodes.getLast().with(redis -> redis.sync().replicaof("127.0.0.1", nodes.getFirst().port));
    await().atMost(PATIENCE).until(() -> replication(primary()).contains("state=online"));
    try {
      sentinel.start();
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
    awaitReplica();
    return this;
  }

  /** Kills the primary, waits until the other has its place, and brings it back as a replica. */
  void failOver() {
    RedisProcess primary = primary();
    RedisProcess other = nodes.get(1 - nodes.indexOf(primary));
    primary.kill();
    await().ignoreExceptions().atMost(PATIENCE).until(() -> isPrimary(other));
    primary.start();
    awaitReplica();
  }

  private void awaitReplica() {
    await()
        .ignoreExceptions()
        .atMost(PATIENCE)
        .until(
            () ->
                nodes.stream().filter(RedisSentinels::isPrimary).count() == 1
                    && replication(primary()).contains("state=online")
                    && isReplicaKnown());
  }

  /** Sentinels make no other the primary than one that they have seen as its replica. */
  private boolean isReplicaKnown() {
    try (RedisClient client = RedisClient.create();
        var connection = client.connectSentinel(RedisURI.create(url()))) {
      return connection.sync().replicas(NAME).stream()
          .anyMatch(
              replica ->
                  "slave".equals(replica.get("flags"))
                      && "ok".equals(replica.get("master-link-status")));
    }
  }

  private RedisProcess primary() {
    return nodes.stream().filter(RedisSentinels::isPrimary).findFirst().orElseThrow();
  }

  private static boolean isPrimary(RedisProcess node) {
    return replication(node).contains("role:master");
  }

  private static String replication(RedisProcess node) {
    return node.with(redis -> redis.sync().info("replication"));
  }

  void flush() {
    String _ = primary().with(redis -> redis.sync().flushall());
  }

  String url() {
    return "redis-sentinel://127.0.0.1:" + port + "#" + NAME;
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  @Override
  public void close() {
    try {
      sentinel.stop();
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
    nodes.forEach(RedisProcess::close);
  }
}
