package io.heddle.http.auth;

import com.auth0.jwt.JWT;
import com.auth0.jwt.exceptions.TokenExpiredException;
import com.auth0.jwt.interfaces.DecodedJWT;
import com.auth0.jwt.interfaces.JWTVerifier;
import io.heddle.config.AuthSettings;
import io.heddle.config.JwtSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Verifies JSON Web Tokens (RFC 7519) with the keys of the settings. Safe to call from any thread;
 * a check costs a signature, and where a key has to be fetched first, it completes later.
 */
public final class JwtVerifier implements Authenticator, AutoCloseable {
  /** Longest token that is looked at, in characters; also the limit of a request's head. */
  public static final int MAX_TOKEN_LENGTH = 16 * 1024;

  private static final Refused INVALID = new Refused("invalid token", false);
  private static final Refused EXPIRED = new Refused("token expired", true);
  private static final Refused NO_EXPIRY = new Refused("invalid token: no 'exp'", false);
  private static final Refused NO_ISSUER = new Refused("invalid token: unknown issuer", false);
  private static final Refused NO_KEY = new Refused("tokens are not taken here", false);
  private static final Unavailable NOT_NOW =
      new Unavailable("token cannot be checked now, try again");

  private final JWT decoder = new JWT();
  private final Issuers issuers;
  private final boolean requireExpiry;
  private final Duration leeway;
  private final Clock clock;
  private final IdentityClaims claims;

  /**
   * Reads the keys, and begins to fetch those that are to be fetched. Where none is configured,
   * every token is refused.
   *
   * @param clock by which {@code exp} and {@code nbf} are judged
   * @throws IllegalArgumentException naming the setting, where the key is missing in its file, is
   *     none, is too weak, or two are set
   */
  public JwtVerifier(JwtSettings jwt, AuthSettings auth, Clock clock, MeterRegistry registry) {
    this.issuers = Issuers.of(jwt, auth.issuers(), clock, new JwksMetrics(registry));
    this.requireExpiry = jwt.requireExpiry();
    this.leeway = jwt.leeway();
    this.clock = clock;
    this.claims = new IdentityClaims(auth);
    issuers.warm();
  }

  /** Whose the token is. The reason of a refusal is fit for a client. */
  @Override
  public CompletionStage<Verdict> verify(String token) {
    if (issuers.isEmpty()) {
      return done(NO_KEY);
    }
    if (token.length() > MAX_TOKEN_LENGTH) {
      return done(INVALID);
    }
    try {
      DecodedJWT unverified = decoder.decodeJwt(token);
      if (!unverified.getHeaderClaim("crit").isMissing()) {
        return done(INVALID);
      }
      Optional<KeyRing> keys = issuers.find(Optional.ofNullable(unverified.getIssuer()));
      return keys.isEmpty() ? done(NO_ISSUER) : verify(unverified, keys.get());
    } catch (RuntimeException _) {
      return done(INVALID);
    }
  }

  private CompletionStage<Verdict> verify(DecodedJWT unverified, KeyRing keys) {
    return keys.find(
            String.valueOf(unverified.getAlgorithm()), Optional.ofNullable(unverified.getKeyId()))
        .thenApply(
            found ->
                switch (found) {
                  case KeyRing.Key(var verifier) -> judge(unverified, verifier);
                  case KeyRing.None() -> INVALID;
                  case KeyRing.Unreachable() -> NOT_NOW;
                });
  }

  private Verdict judge(DecodedJWT unverified, JWTVerifier verifier) {
    try {
      DecodedJWT token = verifier.verify(unverified);
      Instant end = token.getExpiresAtAsInstant();
      if (end == null) {
        return requireExpiry ? NO_EXPIRY : new Verified(claims.read(token));
      }
      // The library judges whole seconds; a connection that it let in would be closed at once.
      return clock.instant().isBefore(end.plus(leeway))
          ? new Verified(claims.read(token))
          : EXPIRED;
    } catch (TokenExpiredException _) {
      return EXPIRED;
    } catch (IdentityClaims.ClaimException refusal) {
      return new Refused(String.valueOf(refusal.getMessage()), false);
    } catch (RuntimeException _) {
      // Not only JWTVerificationException: an 'exp' of 1e18 is a DateTimeException, for one.
      return INVALID;
    }
  }

  private static CompletionStage<Verdict> done(Verdict verdict) {
    return CompletableFuture.completedFuture(verdict);
  }

  /** What is wrong with the keys that are fetched, one line an issuer; empty where all is well. */
  public List<String> troubles() {
    return issuers.troubles();
  }

  /** Fetches nothing any more. */
  @Override
  public void close() {
    issuers.close();
  }
}
