package io.heddle.cluster.formation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heddle.cluster.redis.RedisProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class FormationTest {
  private static final byte[] KEY = FormerLock.KEY.getBytes(UTF_8);

  private final List<SharedNode> nodes = new ArrayList<>();

  @AfterEach
  void stop() {
    nodes.forEach(SharedNode::kill);
  }

  @Test
  void nodesThatStartAtTheSameInstantAreOneCluster() {
    try (var redis = new RedisProcess().start()) {
      formAtOnce(3, redis);
    }
  }

  @Test
  @Tag("long")
  void fiveNodesThatStartAtTheSameInstantAreOneClusterTwentyTimesOfTwenty() {
    for (int round = 0; round < 20; round++) {
      try (var redis = new RedisProcess().start()) {
        formAtOnce(5, redis);
        stop();
        nodes.clear();
      }
    }
  }

  private void formAtOnce(int count, RedisProcess redis) {
    var ports = SharedNode.ports(count);
    var redisUrl = "heddle.redis.url = \"%s\"".formatted(redis.url());
    var minNodes = "heddle.cluster.min-nodes = " + count;
    try (var threads = Executors.newFixedThreadPool(count)) {
      var starts = new ArrayList<CompletableFuture<SharedNode>>();
      for (int port : ports) {
        starts.add(
            CompletableFuture.supplyAsync(
                () -> SharedNode.start(port, SharedNode.seeds(ports), redisUrl, minNodes),
                threads));
      }
      starts.forEach(start -> nodes.add(start.join()));
    }

    await()
        .atMost(SharedNode.PATIENCE)
        .until(() -> nodes.stream().allMatch(FormationTest::isWhole));
    assertThat(nodes)
        .allSatisfy(node -> assertThat(Set.copyOf(node.members())).isEqualTo(new HashSet<>(ports)));
  }

  private static boolean isWhole(SharedNode node) {
    return node.view.complete().toCompletableFuture().isDone();
  }

  @Test
  void theLockInRedisTellsWhereTheClusterIs() {
    try (var redis = new RedisProcess().start()) {
      var ports = SharedNode.ports(2);
      var redisUrl = "heddle.redis.url = \"%s\"".formatted(redis.url());
      var first = start(ports.getFirst(), redisUrl);
      awaitWhole(first);

      var second = start(ports.getLast(), redisUrl, "heddle.cluster.min-nodes = 2");

      awaitWhole(second);
      assertThat(second.members()).containsExactlyInAnyOrderElementsOf(ports);
    }
  }

  @Test
  void aNodeThatReachesNobodyBeginsNoSecondClusterWhileThereIsOne() {
    try (var redis = new RedisProcess().start()) {
      redis.with(it -> it.sync().set(KEY, "127.0.0.1:1#elsewhere".getBytes(UTF_8)));

      var node =
          start(SharedNode.ports(1).getFirst(), "heddle.redis.url = \"%s\"".formatted(redis.url()));

      await()
          .during(Duration.ofSeconds(4))
          .atMost(SharedNode.PATIENCE)
          .until(() -> node.members().isEmpty());
      redis.with(it -> it.sync().del(KEY));
      awaitWhole(node);
    }
  }

  @Test
  void theLastNodeThatLeavesGivesTheLockUp() {
    try (var redis = new RedisProcess().start()) {
      var node =
          start(SharedNode.ports(1).getFirst(), "heddle.redis.url = \"%s\"".formatted(redis.url()));
      awaitWhole(node);
      await().atMost(SharedNode.PATIENCE).until(() -> holder(redis) != null);

      node.close();

      assertThat(holder(redis)).isNull();
    }
  }

  private static byte[] holder(RedisProcess redis) {
    return redis.with(it -> it.sync().get(KEY));
  }

  @Test
  @Tag("long")
  void withoutRedisTheFirstOfTheSeedsBegins() {
    var ports = SharedNode.ports(2);
    var second = start(ports.getLast(), SharedNode.seeds(ports), "heddle.cluster.min-nodes = 2");
    var first = start(ports.getFirst(), SharedNode.seeds(ports), "heddle.cluster.min-nodes = 2");

    awaitWhole(first);
    awaitWhole(second);

    assertThat(first.members()).containsExactlyInAnyOrderElementsOf(ports);
  }

  @Test
  void aNodeWithAnotherNumberOfShardsIsRefusedAndEnds() {
    var ports = SharedNode.ports(2);
    var first = start(ports.getFirst());
    awaitWhole(first);

    var other = start(ports.getLast(), SharedNode.seeds(ports), "heddle.cluster.shards = 32");

    other.join();
    assertThat(CoordinatedShutdown.get(other.system).getShutdownReason())
        .contains(CoordinatedShutdown.incompatibleConfigurationDetectedReason());
    assertThat(first.members()).containsExactly(ports.getFirst());
  }

  @Test
  void aNodeThatWasKilledIsReplacedByItsNextStartAtOnce() {
    var ports = SharedNode.ports(3);
    var three = new ArrayList<SharedNode>();
    for (int port : ports) {
      three.add(start(port, SharedNode.seeds(ports), "heddle.cluster.min-nodes = 3"));
    }
    three.forEach(FormationTest::awaitWhole);
    long before = uid(three.getLast());
    three.getLast().kill();

    var again = start(ports.getLast(), SharedNode.seeds(ports), "heddle.cluster.min-nodes = 3");

    awaitWhole(again);
    assertThat(again.members()).containsExactlyInAnyOrderElementsOf(ports);
    assertThat(uid(again)).isNotEqualTo(before);
  }

  @Test
  void aNodeThatIsKilledIsGivenUpByTheOthers() {
    var ports = SharedNode.ports(3);
    for (int port : ports) {
      start(port, SharedNode.seeds(ports), "heddle.cluster { min-nodes = 3, split-brain = fast }");
    }
    nodes.forEach(FormationTest::awaitWhole);

    nodes.getFirst().kill();

    await()
        .atMost(SharedNode.PATIENCE)
        .until(() -> !nodes.getLast().members().contains(ports.getFirst()));
    assertThat(nodes.getLast().members()).containsExactlyInAnyOrderElementsOf(ports.subList(1, 3));
    assertThat(isWhole(nodes.getLast())).isTrue();
    assertThat(nodes.getLast().view.missing()).isEmpty();
  }

  @Test
  @Tag("long")
  void whoIsLeftOfAMinorityEnds() {
    var ports = SharedNode.ports(3);
    for (int port : ports) {
      start(port, SharedNode.seeds(ports), "heddle.cluster { min-nodes = 3, split-brain = fast }");
    }
    nodes.forEach(FormationTest::awaitWhole);

    nodes.get(0).kill();
    nodes.get(1).kill();

    nodes.getLast().join();
    assertThat(CoordinatedShutdown.get(nodes.getLast().system).getShutdownReason())
        .contains(CoordinatedShutdown.clusterDowningReason());
  }

  @Test
  void theViewSaysWhatIsMissing() {
    var node = start(SharedNode.ports(1).getFirst(), "heddle.cluster.min-nodes = 2");

    await()
        .atMost(SharedNode.PATIENCE)
        .until(() -> Cluster.get(node.system).selfMember().status().equals(MemberStatus.up()));

    assertThat(node.view.missing()).contains("1 of 2 nodes are there (cluster.min-nodes)");
    assertThat(isWhole(node)).isFalse();
  }

  private SharedNode start(int port, String... settings) {
    var node = SharedNode.start(port, settings);
    nodes.add(node);
    return node;
  }

  private static void awaitWhole(SharedNode node) {
    await().atMost(SharedNode.PATIENCE).until(() -> isWhole(node));
  }

  private static long uid(SharedNode node) {
    return Cluster.get(node.system).selfMember().uniqueAddress().longUid();
  }
}
