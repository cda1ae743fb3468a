package io.heddle.cluster.redis;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * What is counted of the way in from Redis. Every meter is there from the start with value 0, so
 * that a rate can be taken over the first event. Safe to call from any thread.
 */
final class IngressMetrics {
  private final Map<IngressRow, Map<IngressOutcome, Counter>> messages =
      new EnumMap<>(IngressRow.class);
  private final Counter gaps;
  private final Timer gap;
  private final Counter subscribed;
  private final Counter failed;

  IngressMetrics(MeterRegistry registry) {
    for (IngressRow row : IngressRow.values()) {
      Map<IngressOutcome, Counter> outcomes = new EnumMap<>(IngressOutcome.class);
      for (IngressOutcome outcome : IngressOutcome.values()) {
        outcomes.put(
            outcome,
            Counter.builder("heddle.ingress.messages")
                .description("Messages from Redis, by channel and by what became of them")
                .tag("channel", row.word())
                .tag("outcome", outcome.word())
                .register(registry));
      }
      messages.put(row, outcomes);
    }
    gaps =
        Counter.builder("heddle.redis.gaps")
            .description("Times that no subscription was held, so that messages may be lost")
            .register(registry);
    gap =
        Timer.builder("heddle.redis.gap")
            .description("How long such times were, once they have ended")
            .register(registry);
    subscribed = connects(registry, "subscribed");
    failed = connects(registry, "failed");
  }

  private static Counter connects(MeterRegistry registry, String outcome) {
    return Counter.builder("heddle.redis.connects")
        .description("Attempts to connect to Redis and to subscribe")
        .tag("outcome", outcome)
        .register(registry);
  }

  void message(IngressRow row, IngressOutcome outcome) {
    requireNonNull(requireNonNull(messages.get(row)).get(outcome)).increment();
  }

  void connected() {
    subscribed.increment();
  }

  void connectFailed() {
    failed.increment();
  }

  void gapBegan() {
    gaps.increment();
  }

  void gapEnded(Duration length) {
    gap.record(length);
  }
}
