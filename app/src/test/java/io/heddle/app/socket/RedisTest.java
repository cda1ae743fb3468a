package io.heddle.app.socket;

import static io.heddle.app.wire.TestNode.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.app.wire.TestNode;
import io.heddle.app.wire.TestRedis;
import io.heddle.app.wire.WireClient;
import org.junit.jupiter.api.Test;

/** A node whose Redis is late, lost and back serves its clients all the time. */
class RedisTest {
  private static final String QUICK = "heddle.redis { backoff-min = 50ms, backoff-max = 200ms }";

  @Test
  void aRedisThatIsLateLostAndBackHoldsNobodyUp() {
    try (TestRedis redis = new TestRedis();
        TestNode node = TestNode.start(url(redis), QUICK);
        WireClient client = node.enter("alice", "chat:redis")) {
      assertDegraded(node);
      assertServes(client, 1);

      redis.start();
      eventually().until(() -> ready(node).contains("\"status\":\"ready\""));
      redis.publish("notifications:alice", "1");
      assertThat(client.text()).contains("\"notification\"", "\"offset\":1,\"data\":1");

      redis.kill();
      eventually().until(() -> ready(node).contains("\"status\":\"degraded\""));
      assertDegraded(node);
      assertServes(client, 2);
      double gaps = node.meter("heddle_redis_gaps_total");
      assertThat(gaps).isPositive();

      redis.start();
      eventually().until(() -> ready(node).contains("\"status\":\"ready\""));
      redis.publish("notifications:alice", "2");
      assertThat(client.text()).contains("\"notification\"", "\"offset\":2,\"data\":2");
    }
  }

  @Test
  void aRequiredRedisThatIsLostMakesTheNodeNotReady() {
    try (TestRedis redis = new TestRedis().start();
        TestNode node = TestNode.start(url(redis), QUICK, "heddle.redis.required = on");
        WireClient client = node.enter("bob", "chat:redis")) {
      eventually().until(() -> node.get("/health/ready").statusCode() == 200);

      redis.kill();

      eventually().until(() -> node.get("/health/ready").statusCode() == 503);
      assertThat(ready(node)).contains("\"status\":\"not_ready\"", "\"redis\"");
      assertThat(node.get("/health/live").statusCode()).isEqualTo(200);
      assertServes(client, 1);
    }
  }

  @Test
  void rubbishIsCountedAndStopsNothing() {
    try (TestRedis redis = new TestRedis().start();
        TestNode node = TestNode.start(url(redis), QUICK);
        WireClient client = node.enter("carol")) {
      eventually().until(() -> ready(node).contains("\"status\":\"ready\""));

      redis.publish("notifications:carol", "{");
      redis.publish("notifications:carol", "{\"fine\":true}");

      assertThat(client.text()).contains("\"offset\":1,\"data\":{\"fine\":true}");
      String sample =
          "heddle_ingress_messages_total{channel=\"notifications\",outcome=\"garbage\"}";
      assertThat(node.meter(sample)).isEqualTo(1);
    }
  }

  private static String url(TestRedis redis) {
    return "heddle.redis.url = \"" + redis.url() + "\"";
  }

  private static String ready(TestNode node) {
    return node.get("/health/ready").body();
  }

  private static void assertDegraded(TestNode node) {
    assertThat(node.get("/health/ready").statusCode()).isEqualTo(200);
    assertThat(ready(node)).contains("\"status\":\"degraded\"", "\"redis\"");
  }

  private static void assertServes(WireClient client, int offset) {
    client.send("{\"type\":\"publish\",\"room\":\"chat:redis\",\"data\":\"still here\"}");
    assertThat(client.text()).contains("\"offset\":" + offset + ",\"data\":\"still here\"");
  }
}
