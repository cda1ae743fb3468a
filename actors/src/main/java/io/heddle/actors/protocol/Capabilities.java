package io.heddle.actors.protocol;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Rooms that credentials themselves name, and what may be done in them.
 *
 * @param widening whether they add to the policy of a namespace; else they take from it
 * @param rights by pattern: a room's name, {@code chat:*} for those of a namespace (or of a longer
 *     beginning), or {@code *} for all rooms
 */
public record Capabilities(boolean widening, Map<String, Set<Right>> rights) {
  /** What may be done in a room. */
  public enum Right {
    SUBSCRIBE,
    PUBLISH
  }

  /**
   * Takes a copy.
   *
   * @throws IllegalArgumentException where a pattern is none, naming it
   */
  public Capabilities {
    Map<String, Set<Right>> copy = new LinkedHashMap<>();
    rights.forEach(
        (pattern, granted) -> {
          if (!isPattern(pattern)) {
            throw new IllegalArgumentException("no room or pattern: " + pattern);
          }
          copy.put(pattern, Set.copyOf(granted));
        });
    rights = Map.copyOf(copy);
  }

  /** Whether a text may stand for rooms; a star stands at the end, behind a namespace. */
  public static boolean isPattern(String text) {
    if (text.equals("*")) {
      return true;
    }
    int star = text.indexOf('*');
    return star < 0
        ? RoomName.parse(text, Integer.MAX_VALUE).isPresent()
        : star == text.length() - 1
            && text.indexOf(':') > 0
            && RoomName.parse(text, Integer.MAX_VALUE).isPresent();
  }

  /** Whether any pattern that fits the room grants the right. */
  public boolean grant(Right right, RoomName room) {
    Set<Right> exact = rights.get(room.value());
    return (exact != null && exact.contains(right))
        || rights.entrySet().stream()
            .anyMatch(e -> e.getValue().contains(right) && covers(e.getKey(), room.value()));
  }

  private static boolean covers(String pattern, String room) {
    return pattern.endsWith("*") && room.startsWith(pattern.substring(0, pattern.length() - 1));
  }
}
