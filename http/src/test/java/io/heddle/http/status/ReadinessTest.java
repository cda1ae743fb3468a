package io.heddle.http.status;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReadinessTest {
  private final Readiness readiness = new Readiness();

  @Test
  void aCheckThatThrowsIsDownAndTellsNothing() {
    readiness.register(
        "redis",
        () -> {
          throw new IllegalStateException("a secret");
        });

    assertThat(readiness.states()).containsEntry("redis", new ReadinessState.Down("check failed"));
  }

  @Test
  void aLaterWordUnderTheSameNameReplacesTheEarlier() {
    readiness.register("redis", () -> new ReadinessState.Down("no"));
    readiness.register("redis", () -> ReadinessState.UP);

    assertThat(readiness.states()).containsOnlyKeys("redis").containsValue(ReadinessState.UP);
  }
}
