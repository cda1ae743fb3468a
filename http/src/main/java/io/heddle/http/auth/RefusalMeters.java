package io.heddle.http.auth;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** Counts who was not let in, by door and reason. */
final class RefusalMeters {
  private final Map<RefusalReason, Counter> counters = new EnumMap<>(RefusalReason.class);

  RefusalMeters(MeterRegistry registry, String door) {
    for (RefusalReason reason : RefusalReason.values()) {
      counters.put(
          reason,
          Counter.builder("heddle.auth.refused")
              .description("Requests that were refused for who sent them")
              .tag("door", door)
              .tag("reason", reason.tag())
              .register(registry));
    }
  }

  void count(RefusalReason reason) {
    Objects.requireNonNull(counters.get(reason)).increment();
  }
}
