package io.heddle.actors.log;

import io.heddle.actors.protocol.Position;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The idempotency keys that a room has seen of late, bounded in number and age, each in its {@link
 * KeyScope}.
 */
final class RecentKeys {
  private final int limit;
  private final long windowMillis;
  private final LogMetrics metrics;
  private final Map<String, Seen> seen = new LinkedHashMap<>(2);

  RecentKeys(LogRules rules, LogMetrics metrics) {
    this.limit = rules.keys();
    this.windowMillis = rules.keyWindow().toMillis();
    this.metrics = metrics;
  }

  /** Where the first with this key went. */
  Optional<Position> find(String key, long now) {
    Seen earlier = seen.get(key);
    return earlier != null && now <= earlier.until
        ? Optional.of(earlier.position)
        : Optional.empty();
  }

  /** Remembers where the first with this key went, and forgets what is beyond the bounds. */
  void remember(String key, Position position, long now) {
    seen.remove(key);
    seen.put(key, new Seen(position, now + windowMillis));
    Iterator<Seen> oldest = seen.values().iterator();
    while (oldest.hasNext()) {
      boolean over = now > oldest.next().until;
      if (!over && seen.size() <= limit) {
        return;
      }
      if (!over) {
        metrics.keysEvicted(1);
      }
      oldest.remove();
    }
  }

  private record Seen(Position position, long until) {}
}
