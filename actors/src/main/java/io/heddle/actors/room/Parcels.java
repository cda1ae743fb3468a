package io.heddle.actors.room;

import io.heddle.actors.protocol.Publication;
import io.heddle.config.ClusterSettings;
import java.util.ArrayList;
import java.util.List;

/** Publications in parts that a message between nodes can carry. */
final class Parcels {
  private static final long MOST_BYTES = ClusterSettings.MOST_DATA.value();

  /** Publications in one message, whose names and keys take room too. */
  private static final int MOST = 256;

  private Parcels() {}

  /** The parts, in order; one that is empty where there is nothing. */
  static List<List<Publication>> of(List<Publication> publications) {
    if (fit(publications)) {
      return List.of(publications);
    }
    List<List<Publication>> parts = new ArrayList<>();
    int from = 0;
    long bytes = 0;
    for (int i = 0; i < publications.size(); i++) {
      int size = publications.get(i).draft().data().size();
      if (i > from && (bytes + size > MOST_BYTES || i - from == MOST)) {
        parts.add(publications.subList(from, i));
        from = i;
        bytes = 0;
      }
      bytes += size;
    }
    parts.add(publications.subList(from, publications.size()));
    return parts;
  }

  private static boolean fit(List<Publication> publications) {
    long bytes = 0;
    for (Publication publication : publications) {
      bytes += publication.draft().data().size();
    }
    return bytes <= MOST_BYTES && publications.size() <= MOST;
  }
}
