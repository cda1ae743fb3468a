package io.heddle.actors.protocol;

import java.util.Set;

/**
 * Names that only the server may send or that are commands, so that nobody publishes under them.
 */
public final class ReservedTypes {
  private static final Set<String> RESERVED =
      Set.of(
          "connected",
          "auth_required",
          "auth_success",
          "auth_failed",
          "subscribed",
          "unsubscribed",
          "published",
          "history",
          "presence_state",
          "refreshed",
          "request",
          "pong",
          "token_expiring",
          "reconnect",
          "error",
          "connect",
          "auth",
          "subscribe",
          "unsubscribe",
          "subscription",
          "publish",
          "broadcast",
          "direct",
          "ack",
          "refresh",
          "reply",
          "ping",
          "heartbeat");

  private ReservedTypes() {}

  /** Whether a publication under this type must be refused at every door. */
  public static boolean contains(String type) {
    return RESERVED.contains(type);
  }

  /** Whether {@code type} may name a publication: 1 to 64 printable characters, not reserved. */
  public static boolean allows(String type) {
    return wellFormed(type) && !RESERVED.contains(type);
  }

  /** Whether {@code type} is 1 to 64 printable characters without a space. */
  public static boolean wellFormed(String type) {
    return !type.isEmpty()
        && type.length() <= 64
        && type.chars().allMatch(c -> c > ' ' && c != 0x7f && !Character.isSurrogate((char) c));
  }
}
