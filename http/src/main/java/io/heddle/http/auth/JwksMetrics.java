package io.heddle.http.auth;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** Counts fetches of sets of keys, of all issuers together. */
final class JwksMetrics {
  private final Map<JwksOutcome, Counter> fetches = new EnumMap<>(JwksOutcome.class);
  private final Counter limited;

  JwksMetrics(MeterRegistry registry) {
    for (JwksOutcome outcome : JwksOutcome.values()) {
      fetches.put(
          outcome,
          Counter.builder("heddle.jwks.fetches")
              .description("Fetches of sets of keys, by what became of them")
              .tag("outcome", outcome.tag())
              .register(registry));
    }
    limited =
        Counter.builder("heddle.jwks.limited")
            .description("Tokens with an unknown key, that came too soon for another fetch")
            .register(registry);
  }

  void fetched(JwksOutcome outcome) {
    Objects.requireNonNull(fetches.get(outcome)).increment();
  }

  void limited() {
    limited.increment();
  }
}
