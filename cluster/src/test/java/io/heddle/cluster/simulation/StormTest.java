package io.heddle.cluster.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients of one of fifty nodes come back, 200,000 of them. The rates are those of RESULTS.md. */
class StormTest {
  /** Of the first 5,000 connects to a fresh process on one core, the slower of two runs. */
  private static final int COLD = 985;

  private static final int CLIENTS = 200_000;
  private static final int LEFT = 49;

  /** What docs/scale.md tells clients to do, for this cluster: a fifth more than the least. */
  private static final Duration ADVISED = Duration.ofMillis(1_200L * CLIENTS / LEFT / COLD);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void clientsThatWaitAsAdvisedAreNeverMoreThanAFreshNodeTakes(long seed) {
    Storm.Outcome outcome = new Storm(CLIENTS, LEFT, COLD, ADVISED).run(seed);

    assertThat(outcome.mostASecond()).isLessThanOrEqualTo(COLD);
    assertThat(outcome.givenUp()).isZero();
    assertThat(outcome.allBack()).isLessThan(ADVISED.toMillis() / 1_000.0 + 1);
  }

  @Test
  void clientsThatDoNotWaitAreMoreThanANodeTakesButComeInFromItsQueue() {
    Storm.Outcome outcome = new Storm(CLIENTS, LEFT, COLD, Duration.ZERO).run(1);

    assertThat(outcome.mostASecond()).isGreaterThan(4 * COLD);
    assertThat(outcome.longestQueue()).isGreaterThan(4_000);
    assertThat(outcome.givenUp()).isZero();
  }

  /** A tenth of the clients and of the rate, so that it takes a tenth of the time. */
  @Test
  void withTwoNodesLeftShortWaitsKeepSomeClientsOutAndLongOnesNone() {
    int clients = CLIENTS / 10;
    double rate = COLD / 10.0;
    assertThat(new Storm(clients, 2, rate, ADVISED).run(1).out()).isPositive();

    Storm.Outcome patient = new Storm(clients, 2, rate, Duration.ofSeconds(122)).run(1);

    assertThat(patient.givenUp()).isZero();
    assertThat(patient.out()).isZero();
  }
}
