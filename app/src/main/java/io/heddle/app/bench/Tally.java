package io.heddle.app.bench;

import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * What one loop has counted. Only its loop writes; others read {@link #progress()} meanwhile, and
 * the rest when the loop has ended.
 */
final class Tally {
  private static final long LONGEST = 3_600_000_000_000L;
  private static final int MAX_REASONS = 50;

  /** What the main thread needs to know of a loop that runs. */
  record Progress(int settled, int ready, long expected, long distinct, long waitedNanos) {
    Progress plus(Progress other) {
      return new Progress(
          settled + other.settled,
          ready + other.ready,
          expected + other.expected,
          distinct + other.distinct,
          waitedNanos + other.waitedNanos);
    }
  }

  final Histogram timeToReady = histogram();
  final Histogram latency = histogram();
  final Histogram sendLag = histogram();
  final Map<String, Long> failures = new TreeMap<>();
  final Map<String, Long> losses = new TreeMap<>();
  final Map<String, Long> events = new TreeMap<>();
  int ready;
  int failed;
  int lost;
  long firstStart = Long.MAX_VALUE;
  long lastReady = Long.MIN_VALUE;
  long publishes;
  long behind;
  long expected;
  long distinct;
  long duplicates;
  long stray;
  long measuredDeliveries;
  long measuredBytes;
  long waitedNanos;
  private volatile Progress progress = new Progress(0, 0, 0, 0, 0);

  Progress progress() {
    return progress;
  }

  void show() {
    progress = new Progress(ready + failed, ready, expected, distinct, waitedNanos);
  }

  void add(Tally other) {
    timeToReady.add(other.timeToReady);
    latency.add(other.latency);
    sendLag.add(other.sendLag);
    other.failures.forEach((reason, n) -> failures.merge(reason, n, Long::sum));
    other.losses.forEach((reason, n) -> losses.merge(reason, n, Long::sum));
    other.events.forEach((reason, n) -> events.merge(reason, n, Long::sum));
    ready += other.ready;
    failed += other.failed;
    lost += other.lost;
    firstStart = Math.min(firstStart, other.firstStart);
    lastReady = Math.max(lastReady, other.lastReady);
    publishes += other.publishes;
    behind += other.behind;
    expected += other.expected;
    distinct += other.distinct;
    duplicates += other.duplicates;
    stray += other.stray;
    measuredDeliveries += other.measuredDeliveries;
    measuredBytes += other.measuredBytes;
    waitedNanos += other.waitedNanos;
  }

  /** Counts a reason; a server that makes up ever new ones must not fill the heap. */
  static void count(Map<String, Long> reasons, String reason) {
    String name = reasons.containsKey(reason) || reasons.size() < MAX_REASONS ? reason : "others";
    reasons.merge(name, 1L, Long::sum);
  }

  static void record(Histogram histogram, long nanos) {
    histogram.recordValue(Math.clamp(nanos, 0L, LONGEST));
  }

  private static Histogram histogram() {
    return new Histogram(1_000, LONGEST, 3);
  }
}
