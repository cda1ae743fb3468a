package io.heddle.http.auth;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTVerifier.BaseVerification;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.exceptions.TokenExpiredException;
import com.auth0.jwt.interfaces.DecodedJWT;
import com.auth0.jwt.interfaces.JWTVerifier;
import com.auth0.jwt.interfaces.Verification;
import io.heddle.actors.protocol.TokenVerifier;
import io.heddle.config.AuthSettings;
import io.heddle.config.JwtSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Verifies JSON Web Tokens (RFC 7519) with the one configured key. Keeps no state between tokens
 * and is safe to call from any thread; a check costs a signature and never blocks.
 */
public final class JwtVerifier implements TokenVerifier {
  /** Longest token that is looked at, in characters; also the limit of a request's head. */
  public static final int MAX_TOKEN_LENGTH = 16 * 1024;

  private static final Refused INVALID = new Refused("invalid token", false);
  private static final Refused EXPIRED = new Refused("token expired", true);
  private static final Refused NO_EXPIRY = new Refused("invalid token: no 'exp'", false);
  private static final Refused NO_KEY = new Refused("tokens are not taken here", false);

  private final JWT decoder = new JWT();
  private final Map<String, JWTVerifier> byAlgorithm = new HashMap<>();
  private final boolean requireExpiry;
  private final IdentityClaims claims;

  /**
   * Reads the key. Where none is configured, every token is refused.
   *
   * @param clock by which {@code exp} and {@code nbf} are judged
   * @throws IllegalArgumentException naming the setting, where the key is missing in its file, is
   *     none, is too weak, or two are set
   */
  public JwtVerifier(JwtSettings jwt, AuthSettings auth, Clock clock) {
    this.requireExpiry = jwt.requireExpiry();
    this.claims = new IdentityClaims(auth);
    for (Algorithm algorithm : VerificationKey.algorithms(jwt)) {
      byAlgorithm.put(algorithm.getName(), verifier(algorithm, jwt, clock));
    }
  }

  /** {@code iat} is not judged: it grants nothing, and issuers' clocks run fast. */
  private static JWTVerifier verifier(Algorithm algorithm, JwtSettings jwt, Clock clock) {
    Verification rules =
        JWT.require(algorithm).acceptLeeway(seconds(jwt.leeway())).ignoreIssuedAt();
    jwt.issuer().ifPresent(rules::withIssuer);
    jwt.audience().ifPresent(rules::withAudience);
    return ((BaseVerification) rules).build(clock);
  }

  private static long seconds(Duration leeway) {
    return leeway.plusNanos(999_999_999).toSeconds();
  }

  @Override
  public CompletionStage<Verdict> verify(String token) {
    return CompletableFuture.completedFuture(check(token));
  }

  /** Whose the token is, at once. The reason of a refusal is fit for a client. */
  public Verdict check(String token) {
    if (byAlgorithm.isEmpty()) {
      return NO_KEY;
    }
    if (token.length() > MAX_TOKEN_LENGTH) {
      return INVALID;
    }
    try {
      return verified(decoder.decodeJwt(token));
    } catch (TokenExpiredException _) {
      return EXPIRED;
    } catch (IdentityClaims.ClaimException refusal) {
      return new Refused(String.valueOf(refusal.getMessage()), false);
    } catch (RuntimeException _) {
      // Not only JWTVerificationException: an 'exp' of 1e18 is a DateTimeException, for one.
      return INVALID;
    }
  }

  private Verdict verified(DecodedJWT unverified) throws IdentityClaims.ClaimException {
    JWTVerifier verifier = byAlgorithm.get(unverified.getAlgorithm());
    if (verifier == null || !unverified.getHeaderClaim("crit").isMissing()) {
      return INVALID;
    }
    DecodedJWT token = verifier.verify(unverified);
    if (requireExpiry && token.getExpiresAt() == null) {
      return NO_EXPIRY;
    }
    return new Verified(claims.read(token));
  }
}
