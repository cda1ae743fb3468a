package io.heddle.cluster.redis;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The channels that are listened to, each with what a message becomes where it does not say. */
enum IngressRow {
  NOTIFICATIONS("notifications:*", "notification"),
  EVENTS("events:*", "event"),
  BROADCAST("system:broadcast", "system_notification"),
  MESSAGES("websocket:messages", "message"),
  ROOMS("websocket:rooms", "message"),
  USERS("websocket:users", "message"),
  SYSTEM("websocket:system", "system_notification");

  private final String channel;
  private final String type;
  private final String word;

  IngressRow(String channel, String type) {
    this.channel = channel;
    this.type = type;
    this.word = name().toLowerCase(Locale.ROOT);
  }

  /** The channel, or the pattern, to subscribe to. */
  String channel() {
    return channel;
  }

  /** The type of a publication whose envelope names none. */
  String type() {
    return type;
  }

  /** The row's name in metrics. */
  String word() {
    return word;
  }

  boolean isPattern() {
    return channel.endsWith("*");
  }

  /** What stands for the pattern's {@code *} in {@code name}; empty for a row without one. */
  String rest(String name) {
    return isPattern() ? name.substring(channel.length() - 1) : "";
  }

  /** The row that a channel belongs to; empty where it is none that is listened to. */
  static Optional<IngressRow> of(String name) {
    return Arrays.stream(values()).filter(row -> row.covers(name)).findFirst();
  }

  private boolean covers(String name) {
    return isPattern()
        ? name.startsWith(channel.substring(0, channel.length() - 1))
        : name.equals(channel);
  }
}
