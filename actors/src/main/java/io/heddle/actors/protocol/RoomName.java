package io.heddle.actors.protocol;

import java.util.Optional;

/**
 * Name of a room, {@code namespace:name}. A name without a colon is in the namespace {@code
 * default}, and {@code system} is in a namespace of its own.
 *
 * @param value the whole name as clients write it: not empty, no control characters, no unpaired
 *     surrogates, neither side of the first colon empty, not starting with {@code default:} (which
 *     would be a second name for a room)
 */
public record RoomName(String value) implements Comparable<RoomName> {
  /** Namespace of the rooms of groups. */
  public static final String GROUP_NAMESPACE = "group";

  /** Namespace of a name that has no colon. */
  public static final String DEFAULT_NAMESPACE = "default";

  /** The room that the server joins every connection to. */
  public static final RoomName SYSTEM = new RoomName("system");

  public RoomName {
    if (!wellFormed(value)) {
      throw new IllegalArgumentException("not a room name: " + value);
    }
  }

  /**
   * Reads a name from outside.
   *
   * @param maxLength longest name that is accepted, in UTF-16 characters
   * @return the name, or empty where it is no valid room name
   */
  public static Optional<RoomName> parse(String value, int maxLength) {
    return value.length() <= maxLength && wellFormed(value)
        ? Optional.of(new RoomName(value))
        : Optional.empty();
  }

  /** The personal room of a user; the user's id may be any text that a room name may hold. */
  public static Optional<RoomName> ofUser(String userId) {
    return parse("user:" + userId, Integer.MAX_VALUE);
  }

  /** The room of a group. */
  public static Optional<RoomName> ofGroup(String group) {
    return parse("group:" + group, Integer.MAX_VALUE);
  }

  /** The part before the first colon. */
  public String namespace() {
    int colon = value.indexOf(':');
    if (colon >= 0) {
      return value.substring(0, colon);
    }
    return value.equals("system") ? "system" : DEFAULT_NAMESPACE;
  }

  /** The part after the first colon, or the whole name where there is none. */
  public String local() {
    return value.substring(value.indexOf(':') + 1);
  }

  /**
   * Whether this is a room that the server joins people to. Such a room sleeps, a name on a list,
   * until something is published: else each connect would start one and cross the cluster.
   */
  public boolean serverJoined() {
    return switch (namespace()) {
      case "user", "group", "system" -> true;
      default -> false;
    };
  }

  @Override
  public int compareTo(RoomName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }

  private static boolean wellFormed(String value) {
    int colon = value.indexOf(':');
    return !value.isEmpty()
        && colon != 0
        && colon != value.length() - 1
        && !value.startsWith(DEFAULT_NAMESPACE + ":")
        && isPlainText(value);
  }

  /** Neither control characters nor unpaired surrogates; a loop, since each publish comes by. */
  private static boolean isPlainText(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (Character.isISOControl(c) || Character.isLowSurrogate(c)) {
        return false;
      }
      if (Character.isHighSurrogate(c)
          && (++i == value.length() || !Character.isLowSurrogate(value.charAt(i)))) {
        return false;
      }
    }
    return true;
  }
}
