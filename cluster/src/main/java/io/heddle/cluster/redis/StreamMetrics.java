package io.heddle.cluster.redis;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What is counted of the stream. Counters may be used from any thread; the state is written by the
 * reader.
 */
final class StreamMetrics {
  private final Counter read;
  private final Counter claimed;
  private final Counter published;
  private final Counter duplicate;
  private final Counter failed;
  private final Counter gone;
  private final Map<DeadReason, Counter> dead = new EnumMap<>(DeadReason.class);
  private final Counter connected;
  private final Counter lost;
  private volatile boolean reading;
  private volatile long length;
  private volatile long pending;
  private volatile int heldBack;

  StreamMetrics(MeterRegistry registry) {
    read = counter(registry, "read", "Entries that were read from the stream or claimed");
    claimed = counter(registry, "claimed", "Entries that another reader had read");
    gone = counter(registry, "gone", "Entries that were deleted before they were settled");
    published = outcome(registry, "published");
    duplicate = outcome(registry, "duplicate");
    failed = outcome(registry, "failed");
    for (DeadReason reason : DeadReason.values()) {
      dead.put(
          reason,
          Counter.builder("heddle.ingress.stream.dead")
              .description("Entries that no room took, by reason")
              .tag("reason", reason.word())
              .register(registry));
    }
    connected = connects(registry, "connected");
    lost = connects(registry, "failed");
    gauge(registry, "reading", "Whether this node is the reader", m -> m.reading ? 1 : 0);
    gauge(registry, "length", "Entries in the stream, seen by the reader", m -> (double) m.length);
    gauge(
        registry,
        "pending",
        "Entries read and not settled, seen by the reader",
        m -> (double) m.pending);
    gauge(registry, "rooms.held", "Rooms that a failing entry holds back", m -> m.heldBack);
  }

  private static Counter counter(MeterRegistry registry, String name, String description) {
    return Counter.builder("heddle.ingress.stream." + name)
        .description(description)
        .register(registry);
  }

  private static Counter outcome(MeterRegistry registry, String outcome) {
    return Counter.builder("heddle.ingress.stream.tries")
        .description("Tries to publish an entry")
        .tag("outcome", outcome)
        .register(registry);
  }

  private static Counter connects(MeterRegistry registry, String outcome) {
    return Counter.builder("heddle.ingress.stream.connects")
        .description("Attempts to connect to Redis, and connections that failed")
        .tag("outcome", outcome)
        .register(registry);
  }

  private void gauge(
      MeterRegistry registry,
      String name,
      String description,
      ToDoubleFunction<StreamMetrics> value) {
    Gauge.builder("heddle.ingress.stream." + name, this, value)
        .description(description)
        .strongReference(true)
        .register(registry);
  }

  void read(int entries) {
    read.increment(entries);
  }

  void claimed(int entries) {
    claimed.increment(entries);
  }

  void gone(long entries) {
    gone.increment((double) entries);
  }

  void published(boolean again) {
    (again ? duplicate : published).increment();
  }

  void failed() {
    failed.increment();
  }

  void dead(DeadReason reason) {
    requireNonNull(dead.get(reason)).increment();
  }

  void connected() {
    connected.increment();
  }

  void connectionFailed() {
    lost.increment();
  }

  void reading(boolean is) {
    reading = is;
    if (!is) {
      length = 0;
      pending = 0;
    }
  }

  void waiting(long inStream, long notSettled) {
    length = inStream;
    pending = notSettled;
  }

  void heldBack(int rooms) {
    heldBack = rooms;
  }
}
