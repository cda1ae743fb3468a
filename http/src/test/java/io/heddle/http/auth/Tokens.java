package io.heddle.http.auth;

import com.auth0.jwt.algorithms.Algorithm;
import io.heddle.config.AuthSettings;
import io.heddle.config.BroadcastRule;
import io.heddle.config.CapabilityRule;
import io.heddle.config.DirectRule;
import io.heddle.config.JwksSettings;
import io.heddle.config.JwtSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Settings and tokens for tests, around one moment. */
public final class Tokens {
  public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  public static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  public static final String SECRET =
      "a secret for tests, longer than 64 bytes so that HS512 is fair";

  static final JwksSettings JWKS =
      new JwksSettings(Duration.ofSeconds(20), Duration.ofMinutes(10), Duration.ofSeconds(5));

  private Tokens() {}

  public static AuthSettings auth() {
    return auth(CapabilityRule.OFF);
  }

  static AuthSettings auth(CapabilityRule capabilities) {
    return new AuthSettings(
        List.of(),
        List.of("sub", "user_id"),
        List.of("character_id", "device"),
        List.of("heddle_token", "falcon_auth_token"),
        List.of("admin", "super_admin"),
        BroadcastRule.PERMISSION,
        DirectRule.NOBODY,
        Duration.ofSeconds(60),
        capabilities,
        "rooms",
        Duration.ofSeconds(5));
  }

  public static JwtSettings secret(String secret) {
    return jwt(Optional.of(secret), Optional.empty(), true);
  }

  public static JwtSettings file(Path file) {
    return jwt(Optional.empty(), Optional.of(file), true);
  }

  static JwtSettings jwt(Optional<String> secret, Optional<Path> file, boolean requireExpiry) {
    return new JwtSettings(
        secret,
        file,
        Optional.empty(),
        JWKS,
        Optional.empty(),
        Optional.empty(),
        Duration.ofSeconds(30),
        requireExpiry);
  }

  public static JwtVerifier verifier() {
    return new JwtVerifier(secret(SECRET), auth(), CLOCK, new SimpleMeterRegistry());
  }

  /** Seconds since 1970, this far from now. */
  static long at(long seconds) {
    return NOW.getEpochSecond() + seconds;
  }

  /** A token with this payload, in JSON; the bytes are signed as they are. */
  static String signed(String payload, Algorithm algorithm) {
    byte[] header = base64("{\"alg\":\"%s\",\"typ\":\"JWT\"}".formatted(algorithm.getName()));
    byte[] claims = base64(payload);
    byte[] signature =
        Base64.getUrlEncoder().withoutPadding().encode(algorithm.sign(header, claims));
    return Stream.of(header, claims, signature)
        .map(part -> new String(part, StandardCharsets.US_ASCII))
        .collect(Collectors.joining("."));
  }

  private static byte[] base64(String text) {
    return Base64.getUrlEncoder().withoutPadding().encode(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A token of {@link #SECRET} with this payload, in JSON. */
  public static String signed(String payload) {
    return signed(payload, Algorithm.HMAC256(SECRET));
  }

  /** A good token of a user with these claims beside, such as {@code "roles":["admin"]}. */
  public static String of(String user, String claims) {
    return signed(
        "{\"sub\":\"%s\",\"exp\":%d%s}"
            .formatted(user, at(3600), claims.isEmpty() ? "" : "," + claims));
  }

  /** A good token of a user. */
  public static String of(String user) {
    return of(user, "");
  }

  /** A good token of an admin. */
  public static String admin() {
    return of("root", "\"roles\":[\"admin\"]");
  }

  /** A token that was good an hour ago. */
  public static String expired() {
    return signed("{\"sub\":\"alice\",\"roles\":[\"admin\"],\"exp\":%d}".formatted(at(-3600)));
  }
}
