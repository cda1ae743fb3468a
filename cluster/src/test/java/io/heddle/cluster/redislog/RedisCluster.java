package io.heddle.cluster.redislog;

import static org.awaitility.Awaitility.await;

import io.heddle.cluster.redis.RedisProcess;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A Redis Cluster on this machine: three primaries, and a replica of the first. */
final class RedisCluster implements AutoCloseable {
  private static final int SLOTS = 16_384;
  private static final int PRIMARIES = 3;

  private final Path folder;
  private final List<RedisProcess> primaries;
  private final RedisProcess replica;

  RedisCluster() {
    this.folder = folder();
    this.primaries = IntStream.range(0, PRIMARIES).mapToObj(i -> node(folder, i)).toList();
    this.replica = node(folder, PRIMARIES);
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("heddle-redis-cluster");
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  private static RedisProcess node(Path folder, int index) {
    return new RedisProcess(
        "cluster-enabled yes",
        "cluster-config-file " + folder.resolve("nodes-" + index + ".conf"),
        "cluster-node-timeout 2000",
        "cluster-replica-validity-factor 0",
        "repl-diskless-sync yes",
        "repl-diskless-sync-delay 0");
  }

  RedisCluster start() {
    all().forEach(RedisProcess::start);
    for (int i = 0; i < PRIMARIES; i++) {
      int[] slots = IntStream.range(SLOTS * i / PRIMARIES, SLOTS * (i + 1) / PRIMARIES).toArray();
      int epoch = i + 1;
      on(
          primaries.get(i),
          redis -> {
            redis.clusterSetConfigEpoch(epoch);
            redis.clusterAddSlots(slots);
          });
    }
    all().skip(1).forEach(node -> on(first(), redis -> redis.clusterMeet("127.0.0.1", node.port)));
    eventually(() -> all().allMatch(node -> knows(node) == PRIMARIES + 1));
    String id = first().with(redis -> redis.sync().clusterMyId());
    on(replica, redis -> redis.clusterReplicate(id));
    eventually(() -> all().allMatch(RedisCluster::isOk));
    eventually(
        () -> first().with(redis -> redis.sync().info("replication")).contains("state=online"));
    return this;
  }

  private static long knows(RedisProcess node) {
    return node.with(redis -> redis.sync().clusterNodes())
        .lines()
        .filter(line -> line.contains(" connected"))
        .count();
  }

  private static boolean isOk(RedisProcess node) {
    return node.with(redis -> redis.sync().clusterInfo()).contains("cluster_state:ok");
  }

  /** The replica takes the first primary's slots over, and that one becomes its replica. */
  void failOver() {
    on(replica, redis -> redis.clusterFailover(false));
  }

  /** Whether that is done. */
  boolean hasFailedOver() {
    return replica.with(redis -> redis.sync().info("replication")).contains("role:master");
  }

  void flush() {
    all()
        .filter(
            node -> node.with(redis -> redis.sync().info("replication")).contains("role:master"))
        .forEach(node -> on(node, RedisCommands::flushall));
  }

  String url() {
    return primaries.getLast().url();
  }

  private RedisProcess first() {
    return primaries.getFirst();
  }

  private Stream<RedisProcess> all() {
    return Stream.concat(primaries.stream(), Stream.of(replica));
  }

  private static void on(RedisProcess node, Consumer<RedisCommands<byte[], byte[]>> work) {
    String _ =
        node.with(
            redis -> {
              work.accept(redis.sync());
              return "";
            });
  }

  private static void eventually(Callable<Boolean> condition) {
    await().ignoreExceptions().atMost(Duration.ofSeconds(30)).until(condition);
  }

  @Override
  public void close() {
    all().forEach(RedisProcess::close);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }
}
