package io.heddle.actors.room;

import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.Position;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The idempotency keys that a room has seen of late, bounded in number and age. A key counts within
 * its sender only, so that nobody can spoil another one's.
 */
final class RecentKeys {
  private final int limit;
  private final long windowMillis;
  private final Map<String, Seen> seen = new LinkedHashMap<>();

  RecentKeys(int limit, long windowMillis) {
    this.limit = limit;
    this.windowMillis = windowMillis;
  }

  /** Where an earlier draft of the same sender and key went. */
  Optional<Position> find(Draft draft, long now) {
    if (draft.key().isEmpty()) {
      return Optional.empty();
    }
    Seen earlier = seen.get(scoped(draft));
    return earlier != null && now - earlier.at <= windowMillis
        ? Optional.of(earlier.position)
        : Optional.empty();
  }

  /** Remembers where a draft went; one without a key is not remembered. */
  void remember(Draft draft, Position position, long now) {
    if (draft.key().isEmpty() || limit == 0) {
      return;
    }
    seen.remove(scoped(draft));
    seen.put(scoped(draft), new Seen(position, now));
    Iterator<Seen> oldest = seen.values().iterator();
    while (oldest.hasNext()) {
      if (now - oldest.next().at <= windowMillis && seen.size() <= limit) {
        return;
      }
      oldest.remove();
    }
  }

  private static String scoped(Draft draft) {
    String user = draft.sender().userId().orElse("");
    String client =
        draft.sender().userId().isPresent()
            ? ""
            : draft.sender().clientId().map(Object::toString).orElse("");
    return user.length() + ":" + user + client + ":" + draft.key().orElse("");
  }

  private record Seen(Position position, long at) {}
}
