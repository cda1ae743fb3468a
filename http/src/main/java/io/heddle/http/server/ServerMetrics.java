package io.heddle.http.server;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/** What the server counts. */
final class ServerMetrics {
  private final AtomicInteger open = new AtomicInteger();
  final Counter acceptFailures;
  final Counter upgrades;
  final Counter plain;
  final Counter headTimeouts;

  ServerMetrics(MeterRegistry registry) {
    Gauge.builder("heddle.server.sockets", open, AtomicInteger::get)
        .description("Sockets that are open, before, after and without an upgrade")
        .register(registry);
    acceptFailures =
        Counter.builder("heddle.server.accept.failures")
            .description("Times that accepting failed and paused for a second")
            .register(registry);
    upgrades = heads(registry, "upgrade");
    plain = heads(registry, "plain");
    headTimeouts = heads(registry, "timeout");
  }

  private static Counter heads(MeterRegistry registry, String outcome) {
    return Counter.builder("heddle.server.heads")
        .description("First requests of connections, by what became of them")
        .tag("outcome", outcome)
        .register(registry);
  }

  /** Counts a socket in, and answers how many are open now. */
  int opened() {
    return open.incrementAndGet();
  }

  int closed() {
    return open.decrementAndGet();
  }
}
