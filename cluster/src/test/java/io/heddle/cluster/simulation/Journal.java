package io.heddle.cluster.simulation;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** What nodes have said to each other, by time, receiver and kind. */
final class Journal {
  private final Map<Key, Integer> byMilli = new HashMap<>();
  private final Map<String, long[]> byKind = new TreeMap<>();
  private final Map<String, Long> last = new HashMap<>();

  private record Key(long at, int to, String kind) {}

  synchronized void add(long at, int to, String kind, int bytes) {
    byMilli.merge(new Key(at, to, kind), 1, Integer::sum);
    long[] sum = byKind.computeIfAbsent(kind, _ -> new long[2]);
    sum[0]++;
    sum[1] += bytes;
    last.put(kind, at);
  }

  synchronized void forget() {
    byMilli.clear();
    byKind.clear();
    last.clear();
  }

  synchronized long messages() {
    return byKind.values().stream().mapToLong(sum -> sum[0]).sum();
  }

  synchronized long messages(String kind) {
    return byKind.getOrDefault(kind, new long[2])[0];
  }

  /** When a message of a kind was sent last, in milliseconds; 0 where none was. */
  synchronized long last(String kind) {
    return last.getOrDefault(kind, 0L);
  }

  /** The most messages of a kind that went to all nodes within so many milliseconds. */
  synchronized long most(String kind, long within) {
    Map<Long, Long> sums = new HashMap<>();
    byMilli.forEach(
        (key, count) -> {
          if (key.kind.equals(kind)) {
            sums.merge(key.at / within, (long) count, Long::sum);
          }
        });
    return sums.values().stream().mapToLong(Long::longValue).max().orElse(0);
  }

  /** The most messages of all kinds that one node was sent within so many milliseconds. */
  synchronized long mostToOneNode(long within) {
    Map<Key, Long> sums = new HashMap<>();
    byMilli.forEach(
        (key, count) -> sums.merge(new Key(key.at / within, key.to, ""), (long) count, Long::sum));
    return sums.values().stream().mapToLong(Long::longValue).max().orElse(0);
  }

  @Override
  public synchronized String toString() {
    StringBuilder text = new StringBuilder();
    byKind.forEach(
        (kind, sum) -> text.append("  %-12s %9d  %12d bytes%n".formatted(kind, sum[0], sum[1])));
    return text.toString();
  }
}
