package io.heddle.app.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.heddle.app.wire.TestNode;
import io.heddle.app.wire.TestRedis;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Holds a real node to every transcript. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TranscriptsTest {
  private final Map<List<String>, TestNode> nodes = new HashMap<>();
  private final TestRedis redis = new TestRedis();
  private boolean redisStarted;

  @TestFactory
  Stream<DynamicTest> everyTranscriptIsTrue() throws IOException, URISyntaxException {
    URI folder = Objects.requireNonNull(getClass().getResource("/transcripts")).toURI();
    List<Path> files;
    try (Stream<Path> found = Files.walk(Path.of(folder))) {
      files = found.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
    }
    assertThat(files).isNotEmpty();
    return files.stream().map(Transcript::read).map(this::test);
  }

  private DynamicTest test(Transcript transcript) {
    return dynamicTest(transcript.name(), () -> play(transcript));
  }

  private void play(Transcript transcript) {
    if (transcript.alone()) {
      try (TestNode node = start(transcript)) {
        new Player(transcript, node, redis::publish).play();
      }
    } else {
      TestNode node = nodes.computeIfAbsent(key(transcript), _ -> start(transcript));
      new Player(transcript, node, redis::publish).play();
    }
  }

  private static List<String> key(Transcript transcript) {
    return transcript.redis()
        ? Stream.concat(Stream.of("redis"), transcript.settings().stream()).toList()
        : transcript.settings();
  }

  private TestNode start(Transcript transcript) {
    List<String> settings = new ArrayList<>(transcript.settings());
    if (transcript.redis()) {
      startRedis();
      settings.add("heddle.redis.url = \"" + redis.url() + "\"");
    }
    return TestNode.start(settings.toArray(String[]::new));
  }

  private void startRedis() {
    if (!redisStarted) {
      redis.start();
      redisStarted = true;
    }
  }

  @AfterAll
  void stop() {
    nodes.values().forEach(TestNode::close);
    redis.close();
  }
}
