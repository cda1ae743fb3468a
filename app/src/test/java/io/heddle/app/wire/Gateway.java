package io.heddle.app.wire;

import java.util.Locale;

/**
 * The older gateways whose clients run unchanged, and what a node is told to be one of them. The
 * only place in tests that says so.
 */
public enum Gateway {
  ERP(
      """
      heddle.websocket.endpoints = [{ path = "/ws", dialect = "gateway", auth = upgrade }]
      heddle.websocket.max-message-size = 1MiB
      heddle.websocket.outbox-size = 2MiB
      heddle.namespaces {
        events { subscribe = authenticated, publish = nobody }
        default { subscribe = authenticated, publish = nobody }
      }
      """),
  BOARD(
      """
      heddle.websocket.endpoints = [{ path = "/ws/connect", dialect = "heddle.v1", auth = in-band }]
      heddle.websocket.max-message-size = 512
      heddle.rate-limit.connection = "10/s burst 20"
      heddle.errors { max = 10, window = 5m }
      heddle.namespaces.project { subscribe = authenticated, publish = authenticated, join-leave = on }
      """),
  ROOMS(
      """
      heddle.websocket.endpoints = [{ path = "/ws", dialect = "rooms", auth = anonymous }]
      heddle.auth.broadcast = anyone
      heddle.namespaces {
        default { subscribe = anyone, publish = anyone }
        chat { subscribe = anyone, publish = anyone }
      }
      """),
  TRADING(
      """
      heddle.websocket.endpoints = [{ path = "/ws", dialect = "flat", auth = anonymous }]
      heddle.namespaces.default { subscribe = anyone, publish = nobody }
      """),
  HUB(
      """
      heddle.websocket.endpoints = [{ path = "/websocket/connect", dialect = "heddle.v1", auth = upgrade }]
      heddle.websocket.ping-interval = 30s
      heddle.auth.cookies = ["falcon_auth_token"]
      heddle.namespaces.group { subscribe = members, publish = members }
      """);

  private final String settings;

  Gateway(String settings) {
    this.settings = settings;
  }

  /** By its name in lower case. */
  public static Gateway named(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** The settings, in HOCON. */
  public String settings() {
    return settings;
  }
}
