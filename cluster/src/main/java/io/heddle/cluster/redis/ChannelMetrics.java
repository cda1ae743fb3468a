package io.heddle.cluster.redis;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/** What is counted where several nodes share the channels. Safe to call from any thread. */
final class ChannelMetrics {
  private final AtomicInteger reading = new AtomicInteger();
  private final AtomicInteger waiting = new AtomicInteger();
  private final Counter forgotten;

  ChannelMetrics(MeterRegistry registry) {
    Gauge.builder("heddle.ingress.channels.reading", reading, AtomicInteger::get)
        .description("1 where this node reads the channels, 0 where it stands by")
        .register(registry);
    Gauge.builder("heddle.ingress.channels.waiting", waiting, AtomicInteger::get)
        .description("Messages that the node that reads may not have seen to")
        .register(registry);
    forgotten =
        Counter.builder("heddle.ingress.channels.forgotten")
            .description(
                "Messages that waited for too long, or were too many, for a node to read them")
            .register(registry);
  }

  void reading(boolean reads) {
    reading.set(reads ? 1 : 0);
  }

  void waiting(int messages) {
    waiting.set(messages);
  }

  void forgotten() {
    forgotten.increment();
  }
}
