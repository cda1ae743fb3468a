package io.heddle.app.socket;

import static io.heddle.app.wire.TestNode.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.app.wire.TestNode;
import io.heddle.app.wire.TestRedis;
import io.heddle.app.wire.WireClient;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What backends add to the stream reaches clients, whatever is up at that moment. */
class StreamTest {
  private static final String STREAM = "heddle:ingress";
  private static final String QUICK =
      "heddle.redis { backoff-min = 50ms, backoff-max = 200ms, ingress.claim-after = 1s }";

  @Test
  void entriesReachClientsOnceByKeyAndInOrder() {
    try (TestRedis redis = new TestRedis().start();
        TestNode node = TestNode.start(url(redis), QUICK);
        WireClient client = node.enter("alice", "chat:stream")) {
      redis.add(STREAM, Map.of("room", "chat:stream", "data", "1", "key", "k"));
      redis.add(STREAM, Map.of("room", "chat:stream", "data", "1", "key", "k"));
      redis.add(STREAM, Map.of("room", "chat:stream", "data", "{", "key", "bad"));
      redis.add(STREAM, Map.of("room", "chat:stream", "data", "2", "type", "task_created"));
      redis.add(STREAM, Map.of("user", "alice", "data", "3"));

      Map<Boolean, List<String>> texts =
          Stream.of(client.text(), client.text(), client.text())
              .collect(Collectors.partitioningBy(text -> text.contains("\"chat:stream\"")));
      assertThat(texts.get(true))
          .satisfiesExactly(
              text -> assertThat(text).contains("\"type\":\"message\"", "\"offset\":1,\"data\":1"),
              text ->
                  assertThat(text)
                      .contains("\"type\":\"task_created\"", "\"offset\":2,\"data\":2"));
      assertThat(texts.get(false))
          .singleElement()
          .satisfies(text -> assertThat(text).contains("\"room\":\"user:alice\"", "\"data\":3"));
      eventually().until(() -> redis.length(STREAM) == 0);
      assertThat(redis.length("heddle:ingress:dead")).isOne();
      String tries = "heddle_ingress_stream_tries_total{outcome=\"%s\"}";
      assertThat(node.meter(tries.formatted("published"))).isEqualTo(3);
      assertThat(node.meter(tries.formatted("duplicate"))).isEqualTo(1);
    }
  }

  @Test
  void whatIsAddedWhileNoNodeRunsArrivesWithTheNextOne() {
    try (TestRedis redis = new TestRedis().start()) {
      try (TestNode node = TestNode.start(url(redis), QUICK)) {
        assertThat(node.get("/health/ready").statusCode()).isEqualTo(200);
      }
      redis.add(STREAM, Map.of("room", "chat:stream", "data", "1"));
      try (TestNode node = TestNode.start(url(redis), QUICK);
          WireClient client = node.enter("bob", "chat:stream")) {
        eventually().until(() -> redis.length(STREAM) == 0);
        redis.add(STREAM, Map.of("room", "chat:stream", "data", "2"));
        String text = client.text();
        assertThat(text.contains("\"data\":1") ? client.text() : text).contains("\"data\":2");
      }
    }
  }

  @Test
  void aStreamThatIsTurnedOffIsLeftAlone() {
    try (TestRedis redis = new TestRedis().start();
        TestNode node = TestNode.start(url(redis), QUICK, "heddle.redis.ingress.enabled = off");
        WireClient client = node.enter("carol")) {
      redis.add(STREAM, Map.of("user", "carol", "data", "1"));
      eventually().until(() -> node.get("/health/ready").body().contains("\"ready\""));
      redis.publish("notifications:carol", "2");

      assertThat(client.text()).contains("\"data\":2");
      assertThat(redis.length(STREAM)).isOne();
    }
  }

  private static String url(TestRedis redis) {
    return "heddle.redis.url = \"" + redis.url() + "\"";
  }
}
