package io.heddle.app.token;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTCreator;
import com.auth0.jwt.algorithms.Algorithm;
import io.heddle.config.Settings;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Signs tokens (HS256) that a node with the same settings takes: with its issuer, its audience, and
 * the user where it looks for one. Safe to call from any thread.
 */
public final class TokenMint {
  private static final int MIN_SECRET_BYTES = 32;

  private final Algorithm algorithm;
  private final Optional<String> issuer;
  private final Optional<String> audience;
  private final List<String> userClaims;
  private final Clock clock;

  /**
   * A mint for one key.
   *
   * @param secret its UTF-8 bytes are the key
   * @throws IllegalArgumentException where these are fewer than 32, which no node would take
   */
  public TokenMint(String secret, Settings settings, Clock clock) {
    byte[] key = secret.getBytes(StandardCharsets.UTF_8);
    if (key.length < MIN_SECRET_BYTES) {
      throw new IllegalArgumentException(
          "the secret has %d bytes, at least %d are needed"
              .formatted(key.length, MIN_SECRET_BYTES));
    }
    this.algorithm = Algorithm.HMAC256(key);
    this.issuer = settings.jwt().issuer();
    this.audience = settings.jwt().audience();
    this.userClaims = settings.auth().userClaims();
    this.clock = clock;
  }

  /** A signed token, from now until the request's time to live is over. */
  public String mint(TokenRequest request) {
    var now = clock.instant();
    var token =
        JWT.create()
            .withSubject(request.user())
            .withIssuedAt(now)
            .withExpiresAt(now.plus(request.ttl()));
    userClaims.stream()
        .findFirst()
        .filter(claim -> !claim.equals("sub"))
        .ifPresent(claim -> token.withClaim(claim, request.user()));
    issuer.ifPresent(token::withIssuer);
    audience.ifPresent(token::withAudience);
    list(token, "roles", request.roles());
    list(token, "groups", request.groups());
    list(token, "permissions", request.permissions());
    request.claims().forEach((name, values) -> claim(token, name, values));
    return token.sign(algorithm);
  }

  private static void claim(JWTCreator.Builder token, String name, List<String> values) {
    if (values.size() == 1) {
      token.withClaim(name, values.getFirst());
    } else {
      list(token, name, values);
    }
  }

  private static void list(JWTCreator.Builder token, String name, List<String> values) {
    if (!values.isEmpty()) {
      token.withClaim(name, values);
    }
  }
}
