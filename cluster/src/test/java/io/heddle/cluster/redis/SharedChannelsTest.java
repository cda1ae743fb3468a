package io.heddle.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.ToPublisher;
import io.heddle.config.RedisMode;
import io.heddle.config.RedisSettings;
import io.lettuce.core.KillArgs;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several nodes hear the channels of one Redis. */
class SharedChannelsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ActorTestKit kit =
      ActorTestKit.create(
          "shared-channels",
          ConfigFactory.parseResources("io/heddle/cluster/pekko.conf")
              .withFallback(ConfigFactory.load()));
  private final RedisProcess redis = new RedisProcess();
  private final List<Node> nodes = new ArrayList<>();

  @AfterEach
  void end() {
    kit.shutdownTestKit();
    redis.close();
  }

  @Test
  void oneNodeHandsOnWhatAllOfThemHear() {
    redis.start();
    Node reader = node();
    reads(reader, true);
    Node second = node();
    Node third = node();
    List<String> sent = numbers(0, 200);

    sent.forEach(number -> redis.publish("events:x", number));

    eventually().until(() -> reader.fabric.published.size() == 200);
    assertThat(reader.fabric.data()).isEqualTo(sent);
    eventually().until(() -> second.gauge("waiting") == 0 && third.gauge("waiting") == 0);
    assertThat(second.fabric.published).isEmpty();
    assertThat(third.fabric.published).isEmpty();
    assertThat(second.gauge("reading") + third.gauge("reading")).isZero();
  }

  @Test
  void aSuccessorBringsWhatAReaderThatDiedHadNotSeenTo() {
    redis.start();
    Node reader = node();
    reads(reader, true);
    Node successor = node();
    hearMarks(reader, successor);
    reader.fabric.answer = new CompletableFuture<>();
    List<String> sent = numbers(2, 30);
    sent.forEach(number -> redis.publish("events:x", number));
    eventually().until(() -> reader.fabric.published.size() == 29);

    reader.die();

    eventually().until(() -> successor.fabric.published.size() == 28);
    assertThat(successor.fabric.data()).isEqualTo(sent);
    assertThat(ids(successor)).isEqualTo(ids(reader).subList(1, 29));
  }

  @Test
  void whatTwoNodesBringIsPublishedOnceThoughItHasNoId() {
    redis.start();
    Node reader = node();
    reads(reader, true);
    Node successor = node();
    hearMarks(reader, successor);
    KeyedRooms rooms = new KeyedRooms();
    reader.fabric.rooms =
        publish -> {
          var _ = rooms.apply(publish);
          return new CompletableFuture<>();
        };
    successor.fabric.rooms = rooms;
    List<String> sent = List.of("1", "2", "2", "{}", "{\"data\":3}", "1");
    sent.forEach(message -> redis.publish("events:x", message));
    eventually().until(() -> reader.fabric.published.size() == 7);

    reader.die();

    eventually().until(() -> successor.count("duplicate") == 6);
    assertThat(rooms.log("events:x")).containsExactly("1", "2", "2", "{}", "3", "1");
  }

  @Test
  void aReaderThatIsStoppedLosesNothingAndGivesItsPlaceAway() {
    redis.start();
    Node reader = node();
    reads(reader, true);
    Node successor = node();
    hearMarks(reader, successor);
    KeyedRooms rooms = new KeyedRooms();
    reader.fabric.rooms = rooms;
    successor.fabric.rooms = rooms;
    CompletableFuture<Void> published =
        CompletableFuture.runAsync(
            () -> numbers(2, 1_001).forEach(number -> redis.publish("events:x", number)));
    eventually().until(() -> reader.fabric.published.size() > 100);

    reader.stop();
    published.join();

    eventually().until(() -> rooms.size() == 999);
    assertThat(rooms.log("events:x")).isEqualTo(numbers(2, 1_001));
    assertThat(successor.gauge("reading")).isOne();
  }

  @Test
  void aNodeThatIsStillThereAfterItsPlaceWasTakenHandsOnNothing() {
    redis.start();
    Node reader = node();
    reads(reader, true);
    redis.with(c -> c.sync().set(bytes("heddle:channels:reader"), bytes("somebody else")));
    reads(reader, false);

    redis.publish("events:x", "1");
    eventually().until(() -> reader.gauge("waiting") == 1);
    redis.with(c -> c.sync().del(bytes("heddle:channels:reader")));

    eventually().until(() -> reader.fabric.published.size() == 1);
  }

  @Test
  void aReaderThatStaysRenewsItsPlaceForAWhileOnly() {
    redis.start();
    Node reader = node();
    reads(reader, true);
    byte[] place = bytes("heddle:channels:reader");

    redis.with(c -> c.sync().pexpire(place, Duration.ofHours(1)));

    eventually()
        .until(
            () ->
                redis.<Long>with(c -> c.sync().pttl(place)) <= SharedChannels.KEPT.toMillis()
                    && reader.gauge("reading") == 1);
  }

  @Test
  void whoLosesTheConnectionOfItsPlaceKeepsItsSubscription() {
    redis.start();
    Node reader = node();
    reads(reader, true);

    redis.with(c -> c.sync().clientKill(KillArgs.Builder.typeNormal()));
    eventually()
        .until(
            () ->
                redis.<Long>with(
                        c ->
                            c.sync()
                                .clientList()
                                .lines()
                                .filter(SharedChannelsTest::asksForThePlace)
                                .count())
                    == 1);
    redis.publish("events:x", "1");

    eventually().until(() -> reader.fabric.published.size() == 1);
    assertThat(reader.link.status().gaps()).isZero();
  }

  private static boolean asksForThePlace(String client) {
    return client.contains("cmd=evalsha") || client.contains("cmd=eval ");
  }

  @Test
  void aFloodBeyondTheQueueIsDroppedBeforeTheMailboxAndCounted() {
    redis.start();
    Node reader = node(10);
    reads(reader, true);
    CountDownLatch busy = new CountDownLatch(1);
    reader.fabric.rooms =
        _ -> {
          awaitQuietly(busy);
          return CompletableFuture.completedFuture(RecordingFabric.PUBLISHED);
        };

    numbers(0, 50).forEach(number -> redis.publish("events:x", number));
    eventually().until(() -> reader.count("overflow") == 40);
    busy.countDown();

    eventually().until(() -> reader.count("published") == 10);
    for (int i = 0; i < 20; i++) {
      double before = reader.count("published");
      redis.publish("events:x", "\"more\"");
      eventually().until(() -> reader.count("published") == before + 1);
    }
  }

  /** From then on a message has the same id on both: it is counted from a mark that both know. */
  private void hearMarks(Node reader, Node successor) {
    CompletableFuture<ToPublisher.Answer> answer = new CompletableFuture<>();
    reader.fabric.answer = answer;
    redis.publish("events:x", "1");
    eventually().until(() -> successor.gauge("waiting") == 1);
    answer.complete(RecordingFabric.PUBLISHED);
    eventually().until(() -> successor.gauge("waiting") == 0);
  }

  private static List<String> ids(Node node) {
    return node.fabric.published.stream().map(it -> it.draft()).map(Draft::messageId).toList();
  }

  private static List<String> numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(Integer::toString).toList();
  }

  private Node node() {
    return node(10_000);
  }

  private Node node(int queue) {
    Node node = new Node(queue);
    nodes.add(node);
    eventually().until(() -> node.link.status().up());
    return node;
  }

  private static void reads(Node node, boolean reading) {
    eventually().until(() -> node.gauge("reading") == (reading ? 1 : 0));
  }

  private static ConditionFactory eventually() {
    return await().atMost(PATIENCE);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private final class Node {
    private final RecordingFabric fabric = new RecordingFabric();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final RedisLink link = new RedisLink(Clock.systemUTC().instant());
    private final ActorRef<RedisIngress.Command> actor;

    private Node(int queue) {
      RedisSettings settings =
          new RedisSettings(
              Optional.of(redis.url()),
              false,
              PATIENCE,
              PATIENCE,
              queue,
              Duration.ofMillis(20),
              Duration.ofMillis(200),
              RedisMode.SINGLE,
              0,
              Optional.empty(),
              false);
      actor =
          kit.spawn(
              RedisIngress.create(
                  settings,
                  256,
                  fabric,
                  link,
                  registry,
                  Clock.systemUTC(),
                  Duration.ofSeconds(1),
                  Optional.of(Duration.ZERO)));
    }

    double count(String outcome) {
      return registry
          .get("heddle.ingress.messages")
          .tag("channel", "events")
          .tag("outcome", outcome)
          .counter()
          .count();
    }

    double gauge(String name) {
      return registry.get("heddle.ingress.channels." + name).gauge().value();
    }

    void die() {
      kit.stop(actor);
    }

    void stop() {
      TestProbe<Done> probe = kit.createTestProbe();
      actor.tell(new RedisIngress.Stop(probe.ref()));
      probe.receiveMessage(PATIENCE);
    }
  }
}
