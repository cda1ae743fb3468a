package io.heddle.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.app.wire.TestNode;
import io.heddle.app.wire.TestRedis;
import io.heddle.app.wire.WireClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The lines that the document on Redis shows do what it says. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IngressDocumentTest {
  private static final Pattern LINE =
      Pattern.compile("^redis-cli PUBLISH (\\S+) '(.*)'$", Pattern.MULTILINE);
  private static final Pattern ENTRY =
      Pattern.compile("^redis-cli XADD (\\S+) '\\*' (.*)$", Pattern.MULTILINE);
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
  private static final Pattern DATA = Pattern.compile("\"data\":(\\{.*?\\})");
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final String TITLE = "\"data\":{\"title\":\"Your order is on its way\"}";

  private final TestRedis redis = new TestRedis();
  private String document = "";
  private TestNode node;
  private WireClient alice;

  @BeforeAll
  void start() throws IOException {
    document = Files.readString(Path.of("..", "docs", "ingress.md"));
    redis.start();
    node = TestNode.start("heddle.redis.url = \"" + redis.url() + "\"");
    alice = node.enter("alice", "chat:42");
  }

  @AfterAll
  void stop() {
    alice.close();
    node.close();
    redis.close();
  }

  @Test
  void everyLineOfRedisCliReachesAlice() {
    List<MatchResult> lines = LINE.matcher(document).results().toList();
    assertThat(lines).hasSizeGreaterThan(1);

    for (MatchResult line : lines) {
      assertThat(redis.publish(line.group(1), line.group(2))).isEqualTo(1);
      var data = DATA.matcher(line.group(2));
      assertThat(alice.text())
          .contains("\"data\":" + (data.find() ? data.group(1) : line.group(2)));
    }
  }

  @Test
  void everyEntryOfRedisCliReachesAlice() {
    List<MatchResult> lines = ENTRY.matcher(document).results().toList();
    assertThat(lines).isNotEmpty();

    for (MatchResult line : lines) {
      redis.add(line.group(1), fields(line.group(2)));
      assertThat(alice.text()).contains("\"type\":\"notification\"", TITLE);
    }
  }

  private static Map<String, String> fields(String line) {
    List<String> words =
        WORD.matcher(line)
            .results()
            .map(word -> word.group(1) != null ? word.group(1) : word.group(2))
            .toList();
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 0; i < words.size(); i += 2) {
      fields.put(words.get(i), words.get(i + 1));
    }
    return fields;
  }

  @Test
  void theLinesOfJavaReachAliceAndAreThoseOfTheDocument() throws IOException {
    publish(redis.url());
    assertThat(alice.text()).contains("\"type\":\"notification\"", TITLE);
    add(redis.url());
    assertThat(alice.text()).contains("\"type\":\"notification\"", TITLE);

    List<MatchResult> shown = JAVA.matcher(document).results().toList();
    assertThat(shown).hasSize(2);
    for (MatchResult lines : shown) {
      assertThat(words(Files.readString(source()))).contains(words(lines.group(1)));
    }
  }

  private static void add(String redisUrl) {
    try (RedisClient client = RedisClient.create(redisUrl);
        StatefulRedisConnection<String, String> redis = client.connect()) {
      Map<String, String> entry =
          Map.of(
              "user", "alice",
              "type", "notification",
              "data", "{\"title\":\"Your order is on its way\"}",
              "key", "order-8-sent");
      redis.sync().xadd("heddle:ingress", entry);
    }
  }

  private static void publish(String redisUrl) {
    try (RedisClient client = RedisClient.create(redisUrl);
        StatefulRedisConnection<String, String> redis = client.connect()) {
      redis.sync().publish("notifications:alice", "{\"title\":\"Your order is on its way\"}");
    }
  }

  private static Path source() {
    return Path.of(
        "src", "test", "java", "io", "heddle", "app", "docs", "IngressDocumentTest.java");
  }

  /** However it is broken into lines. */
  private static String words(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }
}
