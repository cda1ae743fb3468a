package io.heddle.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import io.heddle.cluster.redislog.RedisCluster;
import io.heddle.config.Settings;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The stream and the channels in a Redis Cluster. */
@ResourceLock(RedisCluster.LOCK)
class ClusterIngressTest {
  private static final String MODE = "heddle.redis.mode = cluster";
  private static final byte[] STREAM = utf8("heddle:ingress");

  private final RedisCluster redis = RedisCluster.emptied();
  private final KeyedRooms rooms = new KeyedRooms();
  private final ActorTestKit kit =
      ActorTestKit.create(
          "cluster-ingress",
          ConfigFactory.parseResources("io/heddle/cluster/pekko.conf")
              .withFallback(ConfigFactory.load()));

  @AfterEach
  void end() {
    kit.shutdownTestKit();
  }

  @Test
  void entriesAreReadAcknowledgedAndBuried() {
    StreamNode node = reader("a");

    for (int i = 0; i < 20; i++) {
      add("room", "chat:" + i % 3, "data", Integer.toString(i), "key", "k" + i);
    }
    add("room", "chat:1", "data", "no json");

    eventually().until(() -> rooms.size() == 20);
    awaitSettled();
    assertThat(redis.<Long>with(it -> it.xlen(utf8("heddle:ingress:dead")))).isOne();
    assertThat(node.count("dead", "reason", "garbage")).isOne();
    assertThat(node.count("connects", "outcome", "failed")).isZero();
  }

  @Test
  void aFailoverOfTheStreamLosesAndRepeatsNothing() {
    reader("a");
    StreamNode standby = reader("b");
    CompletableFuture<Void> adding =
        CompletableFuture.runAsync(() -> IntStream.range(0, 2_000).forEach(this::addOnce));
    eventually().until(() -> rooms.size() > 100);

    redis.failOver();
    adding.join();

    eventually().until(() -> rooms.size() == 2_000);
    assertThat(rooms.log("chat:1")).isEqualTo(numbers(2_000));
    awaitSettled();
    eventually().until(() -> standby.link.status().up());
  }

  @Test
  void whatIsPublishedAtAnyNodeIsHandedOnOnceAndAlsoAfterAFailover() {
    Channels first = new Channels();
    Channels second = new Channels();
    eventually().until(() -> first.reading() + second.reading() == 1);

    publishAtEachNode("before");
    eventually().until(() -> rooms.log("events:x").size() == 4);
    redis.failOver();
    publishAtEachNode("after");

    eventually().until(() -> rooms.log("events:x").size() == 8);
    eventually().until(() -> first.reading() + second.reading() == 1);
    publishAtEachNode("later");
    eventually().until(() -> rooms.log("events:x").size() >= 12);
    assertThat(rooms.log("events:x")).hasSize(12).doesNotHaveDuplicates();
  }

  @Test
  void aSubscriptionThatIsLostIsMadeAgain() {
    Channels node = new Channels();
    eventually().until(() -> node.reading() == 1);

    redis
        .nodes()
        .forEach(it -> it.<Long>with(c -> c.sync().clientKill(KillArgs.Builder.typePubsub())));
    eventually().until(() -> node.link.status().gaps() == 1 && node.link.status().up());
    eventually().until(() -> node.reading() == 1);

    publishAtEachNode("again");
    eventually().until(() -> rooms.log("events:x").size() == 4);
  }

  private void publishAtEachNode(String word) {
    redis.nodes().forEach(it -> it.publish("events:x", "\"%s %d\"".formatted(word, it.port)));
  }

  /** As a backend does that does not know whether it has. */
  private void addOnce(int number) {
    boolean added = false;
    while (!added) {
      try {
        add("room", "chat:1", "data", Integer.toString(number), "key", "k" + number);
        added = true;
      } catch (RedisException _) {
        Thread.onSpinWait();
      }
    }
  }

  private void add(String... fields) {
    redis.with(
        it ->
            it.xadd(
                STREAM,
                (Object[]) Stream.of(fields).map(ClusterIngressTest::utf8).toArray(byte[][]::new)));
  }

  private void awaitSettled() {
    eventually()
        .until(
            () ->
                redis.<Boolean>with(
                    it ->
                        it.xlen(STREAM) == 0
                            && it.xpending(STREAM, utf8("heddle")).getCount() == 0));
  }

  private static List<String> numbers(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toList();
  }

  private static ConditionFactory eventually() {
    return await().ignoreExceptions().atMost(Duration.ofSeconds(30));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private StreamNode reader(String name) {
    StreamNode node = new StreamNode(kit, redis.url(), name, rooms, MODE, _ -> {});
    eventually().until(() -> node.link.status().up());
    return node;
  }

  private final class Channels {
    private final RecordingFabric fabric = new RecordingFabric();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final RedisLink link = new RedisLink(Clock.systemUTC().instant());

    private Channels() {
      Settings settings = StreamNode.settings(redis.url(), MODE);
      fabric.rooms = rooms;
      ActorRef<RedisIngress.Command> _ =
          kit.spawn(
              RedisIngress.create(
                  settings.redis(),
                  256,
                  fabric,
                  link,
                  registry,
                  Clock.systemUTC(),
                  Duration.ofSeconds(1),
                  Optional.of(Duration.ZERO)));
      eventually().until(() -> link.status().up());
    }

    double reading() {
      return registry.get("heddle.ingress.channels.reading").gauge().value();
    }
  }
}
