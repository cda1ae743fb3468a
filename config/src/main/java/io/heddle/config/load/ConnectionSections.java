package io.heddle.config.load;

import io.heddle.config.AuthSettings;
import io.heddle.config.BroadcastRule;
import io.heddle.config.CapabilityRule;
import io.heddle.config.DirectRule;
import io.heddle.config.ErrorSettings;
import io.heddle.config.JwksSettings;
import io.heddle.config.JwtSettings;
import io.heddle.config.LimitSettings;
import io.heddle.config.RateLimitSettings;
import io.heddle.config.WarmUpSettings;
import io.heddle.config.WebSocketSettings;
import java.net.URI;
import java.nio.file.Path;

/** The sections about connections and who they are. */
final class ConnectionSections {
  private static final int MANY = 10_000_000;

  private ConnectionSections() {}

  static WebSocketSettings webSocket(SettingReader reader, Layers layers) {
    return new WebSocketSettings(
        reader.flag("websocket.enabled"),
        reader.text("websocket.host"),
        reader.number("websocket.port", 0, 65_535),
        reader.optional("websocket.url", Formats::webSocketUrl),
        Endpoints.read(reader, layers),
        reader.texts("websocket.allowed-origins", Formats::origin),
        reader.flag("websocket.cookie-without-origin"),
        reader.duration("websocket.timeout", "1ms", "1h"),
        reader.duration("websocket.connect-wait", "1ms", "1h"),
        reader.bytes("websocket.read-buffer-size", "64B", "16MiB"),
        reader.bytes("websocket.write-buffer-size", "0B", "1GiB"),
        reader.bytes("websocket.max-message-size", "1B", "1GiB"),
        reader.duration("websocket.ping-interval", "1ms", "1d"),
        reader.duration("websocket.pong-wait", "1ms", "1d"),
        reader.duration("websocket.write-wait", "1ms", "1h"),
        reader.flag("websocket.binary-as-text"),
        reader.bytes("websocket.outbox-size", "1KiB", "1GiB"),
        reader.bytes("websocket.head-size", "1KiB", "1MiB"),
        reader.duration("websocket.head-timeout", "1ms", "1h"),
        reader.number("websocket.backlog", 1, 65_535),
        reader.number("websocket.commands-in-flight", 1, 100_000));
  }

  static WarmUpSettings warmUp(SettingReader reader) {
    return new WarmUpSettings(
        reader.number("warm-up.handshakes", 0, 1_000_000),
        reader.duration("warm-up.timeout", "1ms", "10m"));
  }

  static LimitSettings limits(SettingReader reader) {
    return new LimitSettings(
        reader.number("limits.max-connections", 0, MANY),
        reader.number("limits.max-connections-per-room", 0, MANY),
        reader.number("limits.max-rooms-per-connection", 0, 1_000_000));
  }

  static ErrorSettings errors(SettingReader reader) {
    return new ErrorSettings(
        reader.number("errors.max", 0, 1_000_000), reader.duration("errors.window", "1ms", "1d"));
  }

  static RateLimitSettings rateLimit(SettingReader reader) {
    return new RateLimitSettings(reader.read("rate-limit.connection", Quantities::rate));
  }

  static JwtSettings jwt(SettingReader reader) {
    return new JwtSettings(
        reader.exact("jwt.secret", Formats::secret),
        reader.optional("jwt.public-key-file", Formats::path).map(Path::of),
        reader.optional("jwt.jwks-url", Formats::jwksUrl).map(URI::create),
        new JwksSettings(
            reader.duration("jwt.jwks-timeout", "1ms", "1m"),
            reader.duration("jwt.jwks-refresh", "1s", "1d"),
            reader.duration("jwt.jwks-cooldown", "0s", "1h")),
        reader.optional("jwt.issuer", Formats::notEmpty),
        reader.optional("jwt.audience", Formats::notEmpty),
        reader.duration("jwt.leeway", "0s", "1h"),
        reader.flag("jwt.require-expiry"));
  }

  static AuthSettings auth(SettingReader reader) {
    return new AuthSettings(
        reader.read("auth.issuers", Issuers::convert),
        reader.texts("auth.user-claims", Formats::notEmpty),
        reader.texts("auth.keep-claims", Formats::notEmpty),
        reader.texts("auth.cookies", Formats::cookie),
        reader.texts("auth.admin-roles", Formats::notEmpty),
        reader.choice("auth.broadcast", BroadcastRule.class),
        reader.choice("auth.direct", DirectRule.class),
        reader.duration("auth.expiring-notice", "0s", "1d"),
        reader.choice("auth.capabilities", CapabilityRule.class),
        reader.text("auth.capabilities-claim"),
        reader.duration("auth.timeout", "1ms", "1m"));
  }
}
