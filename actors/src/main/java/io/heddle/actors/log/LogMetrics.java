package io.heddle.actors.log;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What logs count. Safe to use from any thread. */
public final class LogMetrics {
  private final Timer appends;
  private final DistributionSummary commits;
  private final Counter refused;
  private final Counter undecided;
  private final Counter fenced;
  private final Counter readFailures;
  private final Counter evicted;
  private final Counter epochs;

  /** Registers the meters. */
  public LogMetrics(MeterRegistry registry) {
    appends =
        Timer.builder("heddle.log.append")
            .description("From an append to its answer, in logs that outlive the process")
            .publishPercentileHistogram()
            .minimumExpectedValue(Duration.ofMillis(1))
            .maximumExpectedValue(Duration.ofSeconds(10))
            .register(registry);
    commits =
        DistributionSummary.builder("heddle.log.commit.operations")
            .description("Operations that were written to the disk together")
            .register(registry);
    refused = failure(registry, "refused");
    undecided = failure(registry, "undecided");
    fenced = failure(registry, "fenced");
    readFailures = failure(registry, "read");
    evicted =
        Counter.builder("heddle.log.keys.evicted")
            .description("Idempotency keys that went before their window was over")
            .register(registry);
    epochs =
        Counter.builder("heddle.log.epochs.renewed")
            .description("Rooms that got a new epoch since their log may have lost something")
            .register(registry);
  }

  private static Counter failure(MeterRegistry registry, String reason) {
    return Counter.builder("heddle.log.failures")
        .description("Operations that a log failed at or refused")
        .tag("reason", reason)
        .register(registry);
  }

  /** An append was decided. */
  public void appended(long nanos) {
    appends.record(nanos, TimeUnit.NANOSECONDS);
  }

  /** So many operations were written together. */
  public void committed(int operations) {
    commits.record(operations);
  }

  /** A write failed. */
  public void failed(LogException fault) {
    (fault.isUndecided() ? undecided : refused).increment();
  }

  /** A writer that does not know the head was turned away. */
  public void fenced() {
    fenced.increment();
  }

  /** A read failed. */
  public void readFailed() {
    readFailures.increment();
  }

  /** So many keys went early. */
  public void keysEvicted(int count) {
    evicted.increment(count);
  }

  /** A room got a new epoch. */
  public void renewed() {
    epochs.increment();
  }
}
