package io.heddle.app.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.app.wire.NodeProcess;
import io.heddle.app.wire.TestRedis;
import io.heddle.app.wire.WireClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node has acknowledged is there after it was killed, once, and its clients go on. */
class KilledNodeTest {
  private static final int PUBLISHES = 2_000;
  private static final int FILES = 4_096;
  private static final long SEED = Long.getLong("heddle.test.seed", System.nanoTime());

  private final Random random = new Random(SEED);

  @TempDir Path folder;

  @Test
  void aNodeThatIsKilledTwiceLosesNothingWithSqlite() {
    outlives(2, Map.of("HEDDLE_LOG", "sqlite", "HEDDLE_RATE_LIMIT", "off"));
  }

  @Test
  void aNodeThatIsKilledTwiceLosesNothingWithRedis() {
    try (TestRedis redis = new TestRedis().start()) {
      outlives(
          2, Map.of("HEDDLE_LOG", "redis", "REDIS_URL", redis.url(), "HEDDLE_RATE_LIMIT", "off"));
    }
  }

  @Test
  @Tag("long")
  void aNodeThatIsKilledTenTimesLosesNothingWithSqlite() {
    outlives(10, Map.of("HEDDLE_LOG", "sqlite", "HEDDLE_RATE_LIMIT", "off"));
  }

  @Test
  @Tag("long")
  void aNodeThatIsKilledTenTimesLosesNothingWithRedis() {
    try (TestRedis redis = new TestRedis().start()) {
      outlives(
          10, Map.of("HEDDLE_LOG", "redis", "REDIS_URL", redis.url(), "HEDDLE_RATE_LIMIT", "off"));
    }
  }

  private void outlives(int kills, Map<String, String> variables) {
    Publishing publishing = new Publishing(PUBLISHES);
    Following following = new Following();
    for (int acknowledged : moments(kills)) {
      try (NodeProcess node = NodeProcess.start(folder, FILES, variables)) {
        Thread reader = following.resume(node.port());
        WireClient client = Publishing.connect(node.port());
        publishing.until(acknowledged, client);
        node.kill();
        publishing.takeWhatHasCome(client);
        join(reader);
      }
    }

    assertThat(publishing.acknowledged()).as("seed %d", SEED).hasSize(PUBLISHES);
    try (NodeProcess node = NodeProcess.start(folder, FILES, variables)) {
      Thread reader = following.resume(node.port());
      following.awaitOffset(PUBLISHES);
      node.kill();
      join(reader);
    }
    assertThat(following.recoveries()).as("seed %d", SEED).hasSize(kills).containsOnly(true);
    assertThat(following.epochs()).as("seed %d", SEED).hasSize(1);
    assertThat(following.offsets())
        .as("seed %d", SEED)
        .isEqualTo(IntStream.rangeClosed(1, PUBLISHES).mapToObj(Long::valueOf).toList());
    assertThat(following.numbersByOffset()).as("seed %d", SEED).isEqualTo(publishing.byOffset());
  }

  /** After how many acknowledgements the node is killed; the last time after all. */
  private List<Integer> moments(int kills) {
    List<Integer> moments =
        IntStream.concat(random.ints(kills - 1, 1, PUBLISHES).sorted(), IntStream.of(PUBLISHES))
            .boxed()
            .toList();
    System.out.println("seed " + SEED + ", killed after " + moments);
    return moments;
  }

  private static void join(Thread reader) {
    try {
      reader.join();
    } catch (InterruptedException fault) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(fault);
    }
  }
}
