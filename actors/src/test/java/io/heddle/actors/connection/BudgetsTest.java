package io.heddle.actors.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.config.ErrorSettings;
import io.heddle.config.RateLimit;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BudgetsTest {
  private static final Optional<RateLimit> LIMIT = Optional.of(new RateLimit(10, 20));

  @Test
  void aBurstPassesAndThenWhatTheRateAllows() {
    RateGate gate = new RateGate(LIMIT, 0);
    for (int i = 0; i < 20; i++) {
      assertThat(gate.admits(0)).isTrue();
    }
    assertThat(gate.admits(0)).isFalse();
    assertThat(gate.admits(99)).isFalse();
    assertThat(gate.admits(100)).isTrue();
    assertThat(gate.admits(100)).isFalse();
  }

  @Test
  void noMoreThanABurstIsSavedUp() {
    RateGate gate = new RateGate(LIMIT, 0);
    int passed = 0;
    while (gate.admits(1_000_000)) {
      passed++;
    }

    assertThat(passed).isEqualTo(20);
  }

  @Test
  void withoutALimitEverythingPasses() {
    RateGate gate = new RateGate(Optional.empty(), 0);
    for (int i = 0; i < 1000; i++) {
      assertThat(gate.admits(0)).isTrue();
    }
  }

  @Test
  void beingTooFastCountsOnlyAfterFiveSecondsOfIt() {
    RateGate gate = new RateGate(LIMIT, 0);
    for (long now = 0; now <= 5_000; now += 50) {
      gate.admits(now);
      gate.admits(now);
      assertThat(gate.exhausted()).isFalse();
    }
    for (long now = 5_050; now <= 7_000; now += 50) {
      gate.admits(now);
      gate.admits(now);
    }
    assertThat(gate.exhausted()).isTrue();
  }

  @Test
  void aCalmSecondBeginsTheToleranceAnew() {
    RateGate gate = new RateGate(Optional.of(new RateLimit(0.1, 1)), 0);
    gate.admits(0);
    gate.admits(1);
    gate.admits(8_000);
    gate.admits(8_001);

    assertThat(gate.exhausted()).isFalse();
  }

  @Test
  void oneErrorMoreThanForgivenWithinTheWindowIsTooMany() {
    ErrorBudget budget = new ErrorBudget(new ErrorSettings(2, Duration.ofSeconds(60)));

    assertThat(budget.exceededBy(0)).isFalse();
    assertThat(budget.exceededBy(1_000)).isFalse();
    assertThat(budget.exceededBy(60_000)).isTrue();
    assertThat(budget.exceededBy(60_001)).isFalse();
  }

  @Test
  void aBudgetOfNothingForgivesNothing() {
    assertThat(new ErrorBudget(new ErrorSettings(0, Duration.ofSeconds(60))).exceededBy(0))
        .isTrue();
  }
}
