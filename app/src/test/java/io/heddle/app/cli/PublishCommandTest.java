package io.heddle.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.app.dev.EmbeddedRedis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishCommandTest {
  private static final String JSON = "{\"title\":\"hi\"}";

  private static EmbeddedRedis redis;

  @TempDir Path data;

  @BeforeAll
  static void startRedis() throws IOException {
    redis = EmbeddedRedis.start(0);
  }

  @AfterAll
  static void stopRedis() throws IOException {
    redis.close();
  }

  @Test
  void aMessageReachesTheSubscriberAndTheNumberIsTold() throws InterruptedException {
    var received = new LinkedBlockingQueue<String>();
    var client = RedisClient.create(redis.url());
    try (var connection = client.connectPubSub()) {
      connection.addListener(
          new RedisPubSubAdapter<String, String>() {
            @Override
            public void message(String channel, String message) {
              received.add(message);
            }
          });
      connection.sync().subscribe("notifications:alice");

      var ran =
          Ran.command(
              Ran.in(data, "REDIS_URL", redis.url()), "publish", "notifications:alice", JSON);

      assertThat(ran).isEqualTo(new Ran(0, "1 subscriber", ""));
      assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo(JSON);
    } finally {
      client.shutdown();
    }
  }

  @Test
  void theRedisOfTheDevelopmentNodeIsFoundByItsNote() {
    try (var _ = Note.write(data, Note.REDIS_URL, redis.url())) {
      var ran = Ran.command(Ran.in(data), "publish", "nobody:listens", JSON);

      assertThat(ran.code()).isEqualTo(1);
      assertThat(ran.err())
          .isEqualTo("heddle: nobody is subscribed to nobody:listens at " + redis.url());
    }
  }

  @Test
  void aRedisThatIsNotThereIsNamedWithoutItsPassword() {
    var ran =
        Ran.command(Ran.in(data), "publish", "a", JSON, "--url", "redis://user:secret@127.0.0.1:1");

    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err())
        .startsWith("heddle: Redis at redis://(hidden)@127.0.0.1:1 does not answer: ")
        .doesNotContain("secret");
  }

  @Test
  void withoutARedisItSaysHowToNameOne() {
    var ran = Ran.command(Ran.in(data), "publish", "a", JSON);

    assertThat(ran)
        .isEqualTo(
            new Ran(
                1,
                "",
                "heddle: no Redis to publish to: give --url, set heddle.redis.url (REDIS_URL), or"
                    + " start a development node with --redis"));
  }

  @Test
  void whatIsNotJsonIsNotSent() {
    var ran = Ran.command(Ran.in(data), "publish", "a", "{title:hi}", "--url", redis.url());

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).startsWith("heddle: not JSON: {title:hi} (");
  }
}
