package io.heddle.actors.room;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** How many connections each user has in a room on this node. */
final class UserCounts {
  private final Map<String, Integer> connections = new HashMap<>(2);

  /** Adds a connection; true where it is the user's first. */
  boolean came(String user) {
    return connections.merge(user, 1, Integer::sum) == 1;
  }

  /** Takes a connection away; true where it was the user's last. */
  boolean went(String user) {
    return connections.computeIfPresent(user, (_, count) -> count == 1 ? null : count - 1) == null;
  }

  Set<String> names() {
    return connections.isEmpty() ? Set.of() : Set.copyOf(connections.keySet());
  }
}
