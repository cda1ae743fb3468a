package io.heddle.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import io.heddle.actors.protocol.ClientId;
import io.heddle.config.RedisMode;
import io.heddle.config.RedisSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisIngressTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ActorTestKit kit =
      ActorTestKit.create(
          "ingress",
          ConfigFactory.parseResources("io/heddle/cluster/pekko.conf")
              .withFallback(ConfigFactory.load()));
  private final RedisProcess redis = new RedisProcess();
  private final RecordingFabric fabric = new RecordingFabric();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final RedisLink link = new RedisLink(Clock.systemUTC().instant());

  @AfterEach
  void end() {
    kit.shutdownTestKit();
    redis.close();
  }

  @Test
  void everyChannelReachesItsRoom() {
    redis.start();
    awaitUp(ingress(100));

    redis.publish("notifications:42", "{\"n\":1}");
    redis.publish("events:order", "{\"n\":2}");
    redis.publish("system:broadcast", "{\"n\":3}");
    redis.publish("websocket:messages", "{\"n\":4}");
    redis.publish("websocket:rooms", "{\"room\":\"chat:1\",\"type\":\"t\",\"data\":5}");
    redis.publish("websocket:users", "{\"user_id\":\"7\",\"type\":\"t\",\"data\":6}");
    redis.publish("websocket:system", "{\"n\":7}");

    eventually().until(() -> fabric.published.size() == 7);
    assertThat(fabric.published.stream().map(p -> p.room() + " " + p.draft().type()))
        .containsExactly(
            "user:42 notification",
            "events:order event",
            "system system_notification",
            "system message",
            "chat:1 t",
            "user:7 t",
            "system system_notification");
    for (IngressRow row : IngressRow.values()) {
      assertThat(count(row, "published")).as(row.word()).isOne();
    }
  }

  @Test
  void aMessageToAConnectionReachesItAlone() {
    redis.start();
    awaitUp(ingress(100));
    ClientId client = ClientId.random();

    redis.publish("websocket:messages", "{\"to\":\"%s\",\"data\":{}}".formatted(client));

    eventually().until(() -> count(IngressRow.MESSAGES, "delivered") == 1);
    assertThat(fabric.directs).singleElement().extracting(d -> d.to()).isEqualTo(client);
    assertThat(fabric.published).isEmpty();
  }

  @Test
  void messagesKeepTheirOrder() {
    redis.start();
    awaitUp(ingress(10_000));
    List<String> sent = IntStream.range(0, 1_000).mapToObj(Integer::toString).toList();

    redis.with(
        c -> {
          sent.forEach(
              n -> {
                var _ = c.async().publish(utf8("events:x"), utf8(n));
              });
          return c.sync().ping();
        });

    eventually().until(() -> fabric.published.size() == sent.size());
    assertThat(fabric.data()).isEqualTo(sent);
  }

  @Test
  void garbageIsCountedAndStopsNothing() {
    redis.start();
    awaitUp(ingress(100));

    redis.publish("events:x", "not json");
    redis.publish("events:x", new byte[] {'"', (byte) 0xff, '"'});
    redis.publish("events:x", "{\"type\":\"subscribed\",\"data\":{}}");
    redis.publish("websocket:rooms", "{\"data\":{}}");
    redis.publish("events:x", "{\"fine\":true}");

    eventually().until(() -> count(IngressRow.EVENTS, "published") == 1);
    assertThat(count(IngressRow.EVENTS, "garbage")).isEqualTo(2);
    assertThat(count(IngressRow.EVENTS, "bad_type")).isOne();
    assertThat(count(IngressRow.ROOMS, "no_target")).isOne();
    assertThat(fabric.data()).containsExactly("{\"fine\":true}");
  }

  @Test
  void whatThisClusterSentItselfIsIgnored() {
    redis.start();
    awaitUp(ingress(100));

    redis.publish("websocket:rooms", "{\"room\":\"c\",\"data\":1,\"origin\":\"us\"}");
    redis.publish("websocket:rooms", "{\"room\":\"c\",\"data\":2,\"origin\":\"them\"}");

    eventually().until(() -> count(IngressRow.ROOMS, "published") == 1);
    assertThat(count(IngressRow.ROOMS, "own_origin")).isOne();
    assertThat(fabric.data()).containsExactly("2");
  }

  @Test
  void aFloodBeyondTheQueueIsDroppedAndCounted() {
    redis.start();
    awaitUp(ingress(10));
    fabric.answer = new CompletableFuture<>();

    for (int i = 0; i < 50; i++) {
      redis.publish("events:x", "{}");
    }
    eventually().until(() -> count(IngressRow.EVENTS, "overflow") == 40);
    fabric.answer.complete(RecordingFabric.PUBLISHED);

    eventually().until(() -> count(IngressRow.EVENTS, "published") == 10);
    redis.publish("events:x", "{}");
    eventually().until(() -> count(IngressRow.EVENTS, "published") == 11);
  }

  @Test
  void aRedisThatIsLostAndComesBackIsListenedToAgain() {
    redis.start();
    awaitUp(ingress(100));

    redis.kill();
    eventually().until(() -> !link.status().up());
    assertThat(registry.get("heddle.redis.gaps").counter().count()).isOne();
    redis.start();
    eventually().until(() -> link.status().up());
    redis.publish("notifications:42", "{}");
    redis.publish("system:broadcast", "{}");

    eventually().until(() -> fabric.published.size() == 2);
    assertThat(link.status().gaps()).isOne();
    assertThat(registry.get("heddle.redis.gaps").counter().count()).isOne();
    assertThat(registry.get("heddle.redis.gap").timer().count()).isOne();
  }

  @Test
  void anIngressWithoutRedisStartsAndTriesUntilThereIsOne() {
    ingress(100);
    eventually().until(() -> connects("failed") >= 3);
    assertThat(link.status().up()).isFalse();
    assertThat(link.firstSubscription().toCompletableFuture()).isNotDone();

    redis.start();
    eventually().until(() -> link.status().up());

    assertThat(link.firstSubscription().toCompletableFuture()).isDone();
    assertThat(link.status().gaps()).isOne();
    assertThat(redis.publish("events:x", "{}")).isOne();
    eventually().until(() -> fabric.published.size() == 1);
  }

  @Test
  void aRedisThatHangsIsNoticedAndListenedToAgain() {
    redis.start();
    awaitUp(ingress(settings(redis.url(), 100, Duration.ofMillis(500))));

    CompletableFuture<?> asleep = CompletableFuture.runAsync(() -> redis.hang(2));
    eventually().until(() -> !link.status().up());
    asleep.join();
    eventually().until(() -> link.status().up());
    redis.publish("events:x", "{}");

    eventually().until(() -> fabric.published.size() == 1);
  }

  @Test
  void anIdleSubscriptionStaysUp() {
    redis.start();
    awaitUp(ingress(100));
    long pings = redis.pings();

    eventually().until(() -> redis.pings() >= pings + 5);

    assertThat(link.status().up()).isTrue();
    assertThat(link.status().gaps()).isZero();
  }

  @Test
  void aStoppedIngressHasLeftRedis() {
    redis.start();
    ActorRef<RedisIngress.Command> ingress = ingress(100);
    awaitUp(ingress);
    TestProbe<Done> probe = kit.createTestProbe();

    ingress.tell(new RedisIngress.Stop(probe.ref()));

    probe.receiveMessage(PATIENCE);
    probe.expectTerminated(ingress, PATIENCE);
    assertThat(redis.publish("events:x", "{}")).isZero();
  }

  @Test
  void anIngressThatNeverReachedRedisStops() {
    ActorRef<RedisIngress.Command> ingress = ingress(100);
    TestProbe<Done> probe = kit.createTestProbe();

    ingress.tell(new RedisIngress.Stop(probe.ref()));

    probe.receiveMessage(PATIENCE);
    probe.expectTerminated(ingress, PATIENCE);
  }

  @Test
  void aUrlThatCannotBeReadIsRefusedWithoutItsPassword() {
    RedisSettings settings = settings("http://user:secret@host", 100, PATIENCE);

    assertThatThrownBy(
            () ->
                RedisIngress.create(
                    settings, false, 256, fabric, link, registry, Clock.systemUTC()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("heddle.redis.url")
        .hasMessageNotContaining("secret")
        .hasNoCause();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://localhost",
        "rediss://:secret@localhost:6380/1",
        "redis-sentinel://localhost:26379,localhost:26380/0#mymaster",
      })
  void anyUrlThatLettuceReadsIsTaken(String url) {
    assertThat(
            RedisIngress.create(
                settings(url, 100, PATIENCE),
                false,
                256,
                fabric,
                link,
                registry,
                Clock.systemUTC()))
        .isNotNull();
  }

  private ActorRef<RedisIngress.Command> ingress(int queue) {
    return ingress(settings(redis.url(), queue, PATIENCE));
  }

  private ActorRef<RedisIngress.Command> ingress(RedisSettings settings) {
    return kit.spawn(
        RedisIngress.create(
            settings,
            256,
            fabric,
            link,
            registry,
            Clock.systemUTC(),
            Duration.ofMillis(100),
            Optional.empty()));
  }

  private static RedisSettings settings(String url, int queue, Duration timeout) {
    return new RedisSettings(
        Optional.of(url),
        false,
        timeout,
        timeout,
        queue,
        Duration.ofMillis(20),
        Duration.ofMillis(200),
        RedisMode.SINGLE,
        0,
        Optional.of("us"),
        false);
  }

  private void awaitUp(ActorRef<RedisIngress.Command> ingress) {
    assertThat(ingress).isNotNull();
    eventually().until(() -> link.status().up());
  }

  private static ConditionFactory eventually() {
    return await().atMost(PATIENCE);
  }

  private double count(IngressRow row, String outcome) {
    return registry
        .get("heddle.ingress.messages")
        .tag("channel", row.word())
        .tag("outcome", outcome)
        .counter()
        .count();
  }

  private double connects(String outcome) {
    return registry.get("heddle.redis.connects").tag("outcome", outcome).counter().count();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
