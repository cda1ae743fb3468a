package io.heddle.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import io.heddle.actors.payload.MalformedJsonException;
import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.Publication;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.Sender;
import io.heddle.config.RedisMode;
import io.heddle.config.RedisSettings;
import io.lettuce.core.RedisClient;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RedisMirrorTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ActorTestKit kit =
      ActorTestKit.create(
          "mirror",
          ConfigFactory.parseResources("io/heddle/cluster/pekko.conf")
              .withFallback(ConfigFactory.load()));
  private final RedisProcess redis = new RedisProcess();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @AfterEach
  void end() {
    kit.shutdownTestKit();
    redis.close();
  }

  @Test
  void whatARoomAcceptsIsHeardInItsOrder() {
    redis.start();
    var heard = new CopyOnWriteArrayList<String>();
    try (RedisClient client = RedisClient.create(redis.url());
        var listener = client.connectPubSub()) {
      listener.addListener(
          new RedisPubSubAdapter<>() {
            @Override
            public void message(String channel, String message) {
              heard.add(message);
            }
          });
      listener.sync().subscribe("websocket:rooms");
      var outlet = connected(100, PATIENCE);

      outlet.accepted(IntStream.rangeClosed(1, 50).mapToObj(RedisMirrorTest::publication).toList());

      eventually().until(() -> heard.size() == 50);
      for (int i = 0; i < 50; i++) {
        assertThat(heard.get(i)).contains("\"data\":" + (i + 1) + ",", "\"origin\":\"us\"");
      }
      eventually().until(() -> count("published") == 50);
    }
  }

  @Test
  void whatCameFromRedisIsNotSentThereAgain() {
    redis.start();
    var outlet = connected(100, PATIENCE);

    outlet.accepted(List.of(relayed()));

    assertThat(count("relayed")).isOne();
    assertThat(count("published")).isZero();
  }

  @Test
  void withoutRedisPublicationsAreCountedAndNobodyWaits() {
    var outlet = mirrored(100, PATIENCE);

    outlet.accepted(List.of(publication(1), publication(2)));

    assertThat(count("disconnected")).isEqualTo(2);
  }

  @Test
  void aRedisThatComesBackIsUsedAgain() {
    redis.start();
    var outlet = connected(100, PATIENCE);
    redis.kill();
    eventually().until(() -> !outlet.isConnected());
    outlet.accepted(List.of(publication(1)));

    redis.start();
    eventually().until(outlet::isConnected);
    outlet.accepted(List.of(publication(2)));

    eventually().until(() -> count("published") == 1);
    assertThat(count("disconnected")).isOne();
  }

  @Test
  void aRedisThatDoesNotAnswerHoldsUpNobodyAndIsLeft() {
    redis.start();
    var outlet = connected(2, Duration.ofMillis(300));
    kit.system().executionContext().execute(() -> redis.hang(3));

    eventually()
        .until(
            () -> {
              outlet.accepted(List.of(publication(1)));
              return count("overflow") > 0;
            });

    eventually().until(() -> count("failed") > 0 && !outlet.isConnected());
    eventually().until(outlet::isConnected);
  }

  @Test
  void aMessageLargerThanWhatMayBeUnderWayIsDroppedAndTheNextOneGoesOut() throws Exception {
    redis.start();
    var outlet = connected(100, PATIENCE);
    var large = Payload.parse("\"" + "x".repeat(16 << 20) + "\"");

    outlet.accepted(List.of(publication(large), publication(1)));

    assertThat(count("overflow")).isOne();
    eventually().until(() -> count("published") == 1);
  }

  @Test
  void stoppingAnswersWhateverStateItIsIn() {
    stop(spawn(outlet(100, PATIENCE), 100, PATIENCE));
    redis.start();
    var outlet = outlet(100, PATIENCE);
    var mirror = spawn(outlet, 100, PATIENCE);
    eventually().until(outlet::isConnected);
    stop(mirror);

    outlet.accepted(List.of(publication(1)));

    assertThat(count("disconnected")).isPositive();
  }

  private void stop(ActorRef<RedisMirror.Command> mirror) {
    TestProbe<Done> probe = kit.createTestProbe();
    mirror.tell(new RedisMirror.Stop(probe.getRef()));
    probe.expectMessage(PATIENCE, Done.getInstance());
    kit.createTestProbe().expectTerminated(mirror, PATIENCE);
  }

  private MirrorOutlet mirrored(int queue, Duration timeout) {
    var outlet = outlet(queue, timeout);
    spawn(outlet, queue, timeout);
    return outlet;
  }

  private MirrorOutlet connected(int queue, Duration timeout) {
    var outlet = mirrored(queue, timeout);
    eventually().until(outlet::isConnected);
    return outlet;
  }

  private MirrorOutlet outlet(int queue, Duration timeout) {
    return new MirrorOutlet(settings(queue, timeout), registry);
  }

  private ActorRef<RedisMirror.Command> spawn(MirrorOutlet outlet, int queue, Duration timeout) {
    return kit.spawn(RedisMirror.create(settings(queue, timeout), outlet));
  }

  private RedisSettings settings(int queue, Duration timeout) {
    return new RedisSettings(
        Optional.of(redis.url()),
        false,
        timeout,
        timeout,
        queue,
        Duration.ofMillis(20),
        Duration.ofMillis(200),
        RedisMode.SINGLE,
        0,
        Optional.of("us"),
        true);
  }

  private static Publication publication(int data) {
    try {
      return publication(Payload.parse(Integer.toString(data)));
    } catch (MalformedJsonException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static Publication publication(Payload data) {
    return publication(Draft.of("message", data, "m", Sender.SERVER));
  }

  private static Publication relayed() {
    return publication(Draft.of("message", Payload.EMPTY_OBJECT, "m", Sender.SERVER).asRelayed());
  }

  private static Publication publication(Draft draft) {
    return new Publication(new RoomName("chat:1"), new Position("e", 1), 0, draft);
  }

  private double count(String outcome) {
    return registry.get("heddle.mirror.messages").tag("outcome", outcome).counter().count();
  }

  private static ConditionFactory eventually() {
    return await().atMost(PATIENCE);
  }
}
