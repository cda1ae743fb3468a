package io.heddle.app.check;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What was published, and what of it was acknowledged. Thread-safe. */
final class Ledger {
  private final AtomicLong numbers = new AtomicLong();
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicLong repeats = new AtomicLong();
  private final Map<String, Set<Long>> byRoom = new ConcurrentHashMap<>();
  private final Map<String, AtomicLong> byWay = new ConcurrentHashMap<>();

  /** The next message's number. */
  long next() {
    return numbers.incrementAndGet();
  }

  /** A try had no answer, and is repeated. */
  void repeated() {
    repeats.incrementAndGet();
  }

  /** It is in its room, or in the stream. */
  void acknowledged(String room, long number, String way) {
    byRoom.computeIfAbsent(room, _ -> ConcurrentHashMap.newKeySet()).add(number);
    byWay.computeIfAbsent(way, _ -> new AtomicLong()).incrementAndGet();
    acknowledged.incrementAndGet();
  }

  /** A copy: the acknowledged numbers by room. */
  Map<String, Set<Long>> byRoom() {
    Map<String, Set<Long>> copy = new HashMap<>();
    byRoom.forEach((room, them) -> copy.put(room, Set.copyOf(them)));
    return copy;
  }

  /** How many were acknowledged on each way. */
  Map<String, Long> byWay() {
    Map<String, Long> counts = new TreeMap<>();
    byWay.forEach((way, count) -> counts.put(way, count.get()));
    return counts;
  }

  long published() {
    return numbers.get();
  }

  long acknowledged() {
    return acknowledged.get();
  }

  long repeats() {
    return repeats.get();
  }
}
