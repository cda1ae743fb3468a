package io.heddle.http.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/**
 * Rooms' threads offer while the socket's loop takes: many small histories at random, each checked
 * whole. {@code -Dheddle.test.seed} repeats a run as far as threads allow.
 */
class OutboxRacesTest {
  private static final long SEED = Long.getLong("heddle.test.seed", System.nanoTime());
  private static final int HISTORIES = 3_000;

  @Test
  void whatIsTakenInLeavesOnceAndInOrderAndTheSocketIsWokenOnceABurst() throws Exception {
    Random random = new Random(SEED);
    try (ExecutorService threads = Executors.newFixedThreadPool(OutboxHistory.WRITERS + 1)) {
      for (int i = 0; i < HISTORIES; i++) {
        OutboxHistory history = new OutboxHistory(new Random(random.nextLong()));
        history.run(threads);

        assertThat(history.faults()).as("seed %d, history %d: %s", SEED, i, history).isEmpty();
      }
    }
  }
}
