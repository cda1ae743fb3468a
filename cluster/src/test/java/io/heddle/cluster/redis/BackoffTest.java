package io.heddle.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));

  @Test
  void waitsDoubleUpToTheLongest() {
    assertThat(backoff.delay(1, 1)).hasMillis(100);
    assertThat(backoff.delay(2, 1)).hasMillis(200);
    assertThat(backoff.delay(6, 1)).hasMillis(3200);
    assertThat(backoff.delay(7, 1)).hasMillis(5000);
    assertThat(backoff.delay(Integer.MAX_VALUE, 1)).hasMillis(5000);
  }

  @Test
  void theSpreadTakesUpToHalfOff() {
    assertThat(backoff.delay(3, 0)).hasMillis(200);
    assertThat(backoff.delay(3, 0.5)).hasMillis(300);
  }
}
