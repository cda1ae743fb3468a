package io.heddle.cluster.redislog;

import static org.awaitility.Awaitility.await;

import io.heddle.cluster.redis.RedisProcess;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.sync.RedisAdvancedClusterCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A Redis Cluster on this machine: three primaries, and a replica of the one that has the slots of
 * {@code heddle:ingress}, {@code heddle:channels:reader} and {@code heddle:cluster}, which changes
 * places with it. One serves all tests of a run, since it takes seconds to come together.
 */
public final class RedisCluster {
  /** Classes that use it take turns. */
  public static final String LOCK = "Redis Cluster";

  private static final List<Integer> FIRST_SLOTS = List.of(0, 5_000, 15_000, 16_384);
  private static final int PRIMARIES = FIRST_SLOTS.size() - 1;

  private final Path folder;
  private final List<RedisProcess> primaries;
  private final RedisProcess replica;
  private Optional<RedisClusterClient> client = Optional.empty();
  private Optional<RedisAdvancedClusterCommands<byte[], byte[]>> commands = Optional.empty();

  private RedisCluster() {
    this.folder = folder();
    this.primaries = IntStream.range(0, PRIMARIES).mapToObj(i -> node(folder, i)).toList();
    this.replica = node(folder, PRIMARIES);
  }

  private static final class Shared {
    private static final RedisCluster CLUSTER = new RedisCluster();

    static {
      Runtime.getRuntime().addShutdownHook(new Thread(CLUSTER::close));
      CLUSTER.start();
    }
  }

  /** The one of this run, without any key. */
  public static RedisCluster emptied() {
    Shared.CLUSTER.flush();
    return Shared.CLUSTER;
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

  private void start() {
    all().forEach(RedisProcess::start);
    for (int i = 0; i < PRIMARIES; i++) {
      int[] slots = IntStream.range(FIRST_SLOTS.get(i), FIRST_SLOTS.get(i + 1)).toArray();
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
    RedisProcess replicated = primaries.get(1);
    String id = replicated.with(redis -> redis.sync().clusterMyId());
    on(replica, redis -> redis.clusterReplicate(id));
    eventually(() -> all().allMatch(RedisCluster::isOk));
    eventually(() -> replication(replicated).contains("state=online"));
    RedisClusterClient opened = RedisClusterClient.create(url());
    client = Optional.of(opened);
    commands = Optional.of(opened.connect(ByteArrayCodec.INSTANCE).sync());
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

  /** The replica takes its primary's slots over, and that one becomes its replica. */
  public void failOver() {
    RedisProcess next = all().filter(node -> !isPrimary(node)).findFirst().orElseThrow();
    eventually(
        () -> {
          on(next, redis -> redis.clusterFailover(false));
          return true;
        });
    eventually(() -> isPrimary(next) && all().filter(RedisCluster::isPrimary).count() == PRIMARIES);
  }

  private static boolean isPrimary(RedisProcess node) {
    return replication(node).contains("role:master");
  }

  private static String replication(RedisProcess node) {
    return node.with(redis -> redis.sync().info("replication"));
  }

  private void flush() {
    all().filter(RedisCluster::isPrimary).forEach(node -> on(node, RedisCommands::flushall));
  }

  /** Runs commands that go to the node that has the key. */
  public <T> T with(Function<RedisAdvancedClusterCommands<byte[], byte[]>, T> work) {
    return work.apply(commands.orElseThrow());
  }

  /** Its nodes, primaries and replica. */
  public List<RedisProcess> nodes() {
    return all().toList();
  }

  public String url() {
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

  private void close() {
    client.ifPresent(RedisClusterClient::close);
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
