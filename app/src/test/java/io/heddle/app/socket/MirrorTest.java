package io.heddle.app.socket;

import static io.heddle.app.wire.TestNode.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.app.wire.TestNode;
import io.heddle.app.wire.TestRedis;
import io.heddle.app.wire.WireClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Two clusters that mirror to one Redis, and what stands beside them there. */
class MirrorTest {
  private static final String QUICK = "heddle.redis { backoff-min = 20ms, backoff-max = 200ms }";

  @Test
  void whatOneClusterAcceptsReachesTheOtherOnceAndNothingGoesRound() {
    try (TestRedis redis = new TestRedis().start();
        TestNode east = mirroring(redis, "east");
        TestNode west = mirroring(redis, "west");
        WireClient alice = east.enter("alice", "chat:both");
        WireClient bob = west.enter("bob", "chat:both");
        RedisClient neighbour = RedisClient.create(redis.url())) {
      List<String> heard = listen(neighbour);

      alice.send(publish("\"from the east\""));
      assertThat(alice.text()).contains("\"offset\":1,\"data\":\"from the east\"");
      assertThat(bob.text())
          .contains("\"offset\":1,\"data\":\"from the east\"", "\"user_id\":\"alice\"");
      bob.send(publish("\"from the west\""));
      assertThat(bob.text()).contains("\"offset\":2,\"data\":\"from the west\"");
      assertThat(alice.text()).contains("\"offset\":2,\"data\":\"from the west\"");
      redis.publish("websocket:rooms", "{\"room\":\"chat:both\",\"data\":\"from beside\"}");
      assertThat(alice.text()).contains("\"offset\":3,\"data\":\"from beside\"");
      assertThat(bob.text()).contains("\"offset\":3,\"data\":\"from beside\"");

      for (TestNode node : List.of(east, west)) {
        eventually().until(() -> ingress(node, "own_origin") == 1);
        assertThat(ingress(node, "published")).isEqualTo(2);
        assertThat(ingress(node, "duplicate")).isZero();
        assertThat(mirror(node, "published")).isEqualTo(1);
        assertThat(mirror(node, "relayed")).isEqualTo(2);
      }
      assertThat(heard).hasSize(3);
      assertThat(heard.get(0)).contains("\"origin\":\"east\"", "\"from\":\"alice\"");
      assertThat(heard.get(1)).contains("\"origin\":\"west\"");
    }
  }

  @Test
  void aRedisThatIsGoneHoldsUpNoPublish() {
    try (TestRedis redis = new TestRedis().start();
        TestNode node = mirroring(redis, "here");
        WireClient alice = node.enter("alice", "chat:alone")) {
      redis.kill();
      eventually().until(() -> node.get("/health/ready").body().contains("degraded"));

      alice.send("{\"type\":\"publish\",\"room\":\"chat:alone\",\"data\":1}");

      assertThat(alice.text()).contains("\"offset\":1,\"data\":1");
      eventually().until(() -> mirror(node, "disconnected") + mirror(node, "failed") == 1);
    }
  }

  private static TestNode mirroring(TestRedis redis, String origin) {
    return TestNode.start(
        QUICK,
        "heddle.redis { url = \"" + redis.url() + "\", mirror = on, origin = " + origin + " }");
  }

  private static List<String> listen(RedisClient neighbour) {
    List<String> heard = new CopyOnWriteArrayList<>();
    var listener = neighbour.connectPubSub();
    listener.addListener(
        new RedisPubSubAdapter<>() {
          @Override
          public void message(String channel, String message) {
            heard.add(message);
          }
        });
    listener.sync().subscribe("websocket:rooms");
    return heard;
  }

  private static String publish(String data) {
    return "{\"type\":\"publish\",\"room\":\"chat:both\",\"data\":" + data + "}";
  }

  private static double ingress(TestNode node, String outcome) {
    return node.meter(
        "heddle_ingress_messages_total{channel=\"rooms\",outcome=\"" + outcome + "\"}");
  }

  private static double mirror(TestNode node, String outcome) {
    return node.meter("heddle_mirror_messages_total{outcome=\"" + outcome + "\"}");
  }
}
