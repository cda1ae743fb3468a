package io.heddle.http.dialect;

import io.heddle.actors.protocol.RoomName;

/**
 * The names that rooms have in the dialect {@code gateway}. The name that is told for a room always
 * leads back to that room.
 */
final class Channels {
  private static final String EVENTS = "events:";
  private static final String USER = "user:";
  private static final String NOTIFICATIONS = "notifications:";
  private static final String BROADCAST = "system:broadcast";

  /** Before the name of a room without a colon, since such a channel is one of events. */
  private static final String PLAIN = RoomName.DEFAULT_NAMESPACE + ":";

  private Channels() {}

  /** The name of the room that a client calls {@code channel}; not always a valid one. */
  static String room(String channel) {
    if (channel.isEmpty()) {
      return channel;
    }
    if (channel.indexOf(':') < 0) {
      return EVENTS + channel;
    }
    if (channel.startsWith(NOTIFICATIONS)) {
      return USER + channel.substring(NOTIFICATIONS.length());
    }
    if (channel.equals(BROADCAST)) {
      return RoomName.SYSTEM.value();
    }
    return isPlain(channel) ? channel.substring(PLAIN.length()) : channel;
  }

  private static boolean isPlain(String channel) {
    int colon = PLAIN.length() - 1;
    return channel.startsWith(PLAIN)
        && channel.length() > PLAIN.length()
        && channel.lastIndexOf(':') == colon
        && !channel.equals(PLAIN + RoomName.SYSTEM.value());
  }

  /** What clients call the room. */
  static String channel(RoomName room) {
    String name = room.value();
    if (name.startsWith(EVENTS)) {
      String channel = name.substring(EVENTS.length());
      return channel.indexOf(':') < 0 ? channel : name;
    }
    if (name.startsWith(USER)) {
      return NOTIFICATIONS + name.substring(USER.length());
    }
    if (room.equals(RoomName.SYSTEM)) {
      return BROADCAST;
    }
    return name.indexOf(':') < 0 ? PLAIN + name : name;
  }
}
