package io.heddle.actors.room;

import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.Publication;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What earlier incarnations of a room have published, by message id, for as long as publishers that
 * got no answer may repeat it. A draft with a key needs none of it: the log knows the key.
 */
final class RecalledMessages {
  private final long repeatMillis;
  private final Map<String, Seen> byId = new LinkedHashMap<>(0);

  /**
   * None yet.
   *
   * @param repeatMillis how long after it was published a draft may come again
   */
  RecalledMessages(long repeatMillis) {
    this.repeatMillis = repeatMillis;
  }

  /** Remembers a publication that is young enough. */
  void recall(Publication publication, long now) {
    Draft draft = publication.draft();
    long until = publication.timestamp() + repeatMillis;
    if (draft.key().isEmpty() && now <= until) {
      byId.put(draft.messageId(), new Seen(publication.position(), until));
    }
  }

  /** Where this very draft went before. */
  Optional<Position> find(Draft draft, long now) {
    if (byId.isEmpty() || draft.key().isPresent()) {
      return Optional.empty();
    }
    Seen earlier = byId.get(draft.messageId());
    return earlier != null && now <= earlier.until
        ? Optional.of(earlier.position)
        : Optional.empty();
  }

  /** Drops what nobody repeats any more. */
  void forget(long now) {
    Iterator<Seen> oldest = byId.values().iterator();
    while (oldest.hasNext() && now > oldest.next().until) {
      oldest.remove();
    }
  }

  private record Seen(Position position, long until) {}
}
