package io.heddle.app.history;

import static io.heddle.app.wire.TestNode.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.app.wire.NodeProcess;
import io.heddle.app.wire.TestRedis;
import io.heddle.app.wire.WireClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * What a node has acknowledged, and what backends have added to the stream meanwhile, is there
 * after it was killed, once, and its clients go on.
 */
@ResourceLock(NodeProcess.LOCK)
class KilledNodeTest {
  private static final int PUBLISHES = 2_000;
  private static final int ENTRIES = 600;
  private static final int FILES = 4_096;
  private static final long SEED = Long.getLong("heddle.test.seed", System.nanoTime());

  private final Random random = new Random(SEED);

  @TempDir Path folder;

  @Test
  void aNodeThatIsKilledTwiceLosesNothingWithSqlite() {
    outlives(2, "sqlite");
  }

  @Test
  void aNodeThatIsKilledTwiceLosesNothingWithRedis() {
    outlives(2, "redis");
  }

  @Test
  @Tag("long")
  void aNodeThatIsKilledTenTimesLosesNothingWithSqlite() {
    outlives(10, "sqlite");
  }

  @Test
  @Tag("long")
  void aNodeThatIsKilledTenTimesLosesNothingWithRedis() {
    outlives(10, "redis");
  }

  private void outlives(int kills, String log) {
    try (TestRedis redis = new TestRedis().start()) {
      outlives(
          kills,
          new Adding(redis),
          Map.of(
              "HEDDLE_LOG",
              log,
              "REDIS_URL",
              redis.url(),
              "HEDDLE_REDIS_INGRESS_CLAIM_AFTER",
              "500ms",
              "HEDDLE_RATE_LIMIT",
              "off"));
    }
  }

  private void outlives(int kills, Adding adding, Map<String, String> variables) {
    Publishing publishing = new Publishing(PUBLISHES);
    Following following = new Following(Publishing.ROOM);
    Following streamed = new Following(Adding.ROOM);
    for (int acknowledged : moments(kills)) {
      try (NodeProcess node = NodeProcess.start(folder, FILES, variables)) {
        List<Thread> readers = List.of(following.resume(node.port()), streamed.resume(node.port()));
        WireClient client = Publishing.connect(node.port());
        Thread backend = adding.start(ENTRIES / kills);
        publishing.until(acknowledged, client);
        streamed.awaitOffset(streamed.offset() + 1);
        node.kill();
        publishing.takeWhatHasCome(client);
        readers.forEach(KilledNodeTest::join);
        join(backend);
      }
    }

    assertThat(publishing.acknowledged()).as("seed %d", SEED).hasSize(PUBLISHES);
    List<Integer> entries = adding.numbers();
    System.out.printf(
        "%d of %d entries wait for the last start%n", adding.waiting(), entries.size());
    try (NodeProcess node = NodeProcess.start(folder, FILES, variables)) {
      List<Thread> readers = List.of(following.resume(node.port()), streamed.resume(node.port()));
      following.awaitOffset(PUBLISHES);
      streamed.awaitOffset(entries.size());
      eventually().until(() -> adding.waiting() == 0);
      node.kill();
      readers.forEach(KilledNodeTest::join);
    }
    assertThat(following.recoveries()).as("seed %d", SEED).hasSize(kills).containsOnly(true);
    assertThat(following.epochs()).as("seed %d", SEED).hasSize(1);
    assertThat(following.offsets()).as("seed %d", SEED).isEqualTo(offsets(PUBLISHES));
    assertThat(following.numbersByOffset()).as("seed %d", SEED).isEqualTo(publishing.byOffset());
    assertThat(streamed.recoveries()).as("seed %d", SEED).containsOnly(true);
    assertThat(streamed.epochs()).as("seed %d", SEED).hasSize(1);
    assertThat(streamed.offsets()).as("seed %d", SEED).isEqualTo(offsets(entries.size()));
    assertThat(streamed.numbersByOffset().values())
        .as("entries, each once and in their order, seed %d", SEED)
        .containsExactlyElementsOf(entries);
    assertThat(adding.dead()).as("seed %d", SEED).isZero();
  }

  private static List<Long> offsets(int last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
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
