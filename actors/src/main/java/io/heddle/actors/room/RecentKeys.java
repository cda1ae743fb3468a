package io.heddle.actors.room;

import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.Publication;
import io.heddle.config.RoomSettings;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The idempotency keys that a room has seen of late, bounded in number and age. A key counts within
 * its sender only, so that nobody can spoil another one's.
 *
 * <p>Of a room's earlier incarnations also the message ids of drafts without a key, for as long as
 * their publishers may repeat them.
 */
final class RecentKeys {
  private final int limit;
  private final long keyMillis;
  private final long repeatMillis;
  private final Map<String, Seen> seen = new LinkedHashMap<>();

  RecentKeys(RoomSettings settings) {
    this.limit = settings.keys();
    this.keyMillis = settings.keyWindow().toMillis();
    this.repeatMillis = 2 * settings.publishTimeout().toMillis();
  }

  /** Where an earlier draft of the same sender and key, or the same draft, went. */
  Optional<Position> find(Draft draft, long now) {
    if (seen.isEmpty()) {
      return Optional.empty();
    }
    Seen earlier = seen.get(draft.key().isPresent() ? scoped(draft) : byId(draft));
    return earlier != null && now <= earlier.until
        ? Optional.of(earlier.position)
        : Optional.empty();
  }

  /** Remembers where a draft went; one without a key is not remembered. */
  void remember(Draft draft, Position position, long now) {
    if (draft.key().isPresent()) {
      put(scoped(draft), new Seen(position, now + keyMillis), now);
    }
  }

  /** Remembers what an earlier incarnation of the room has published. */
  void recall(Publication publication, long now) {
    Draft draft = publication.draft();
    boolean keyed = draft.key().isPresent();
    long until = publication.timestamp() + (keyed ? keyMillis : repeatMillis);
    if (now <= until) {
      put(keyed ? scoped(draft) : byId(draft), new Seen(publication.position(), until), now);
    }
  }

  /** Drops what is too old, as far as it is the oldest. */
  void forget(long now) {
    Iterator<Seen> oldest = seen.values().iterator();
    while (oldest.hasNext()) {
      if (now <= oldest.next().until && seen.size() <= limit) {
        return;
      }
      oldest.remove();
    }
  }

  private void put(String name, Seen where, long now) {
    seen.remove(name);
    seen.put(name, where);
    forget(now);
  }

  private static String scoped(Draft draft) {
    String user = draft.sender().userId().orElse("");
    String client =
        draft.sender().userId().isPresent()
            ? ""
            : draft.sender().clientId().map(Object::toString).orElse("");
    return user.length() + ":" + user + client + ":" + draft.key().orElse("");
  }

  /** No scoped key begins with a colon. */
  private static String byId(Draft draft) {
    return ":" + draft.messageId();
  }

  private record Seen(Position position, long until) {}
}
