package io.heddle.http.auth;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTVerifier.BaseVerification;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.interfaces.JWTVerifier;
import com.auth0.jwt.interfaces.Verification;
import io.heddle.config.IssuerSettings;
import io.heddle.config.JwtSettings;
import io.heddle.config.KeySource;
import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who issues tokens, and the keys of each. Immutable but for keys that are fetched. */
final class Issuers implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Issuers.class);

  private final Map<String, KeyRing> byName = new HashMap<>();
  private Optional<KeyRing> sole = Optional.empty();
  private final List<JwksCache> fetched = new ArrayList<>();
  private final JwtSettings jwt;
  private final Clock clock;
  private final JwksMetrics metrics;

  private Issuers(JwtSettings jwt, Clock clock, JwksMetrics metrics) {
    this.jwt = jwt;
    this.clock = clock;
    this.metrics = metrics;
  }

  /** Those of {@code auth.issuers}; without any, the one of {@code jwt}, if it has a key. */
  static Issuers of(
      JwtSettings jwt, List<IssuerSettings> several, Clock clock, JwksMetrics metrics) {
    Issuers issuers = new Issuers(jwt, clock, metrics);
    List<KeySource> keys = jwt.keys();
    if (keys.size() > 1 || (!keys.isEmpty() && !several.isEmpty())) {
      throw new IllegalArgumentException(
          "tokens are verified with one key: set one of heddle.jwt.secret,"
              + " heddle.jwt.public-key-file, heddle.jwt.jwks-url and heddle.auth.issuers");
    }
    for (KeySource key : keys) {
      Rules rules = issuers.new Rules(jwt.issuer(), jwt.audience(), List.of());
      issuers.sole =
          Optional.of(issuers.ring(key, "heddle.jwt.", jwt.issuer().orElse("tokens"), rules));
    }
    for (IssuerSettings issuer : several) {
      String setting = "heddle.auth.issuers (" + issuer.issuer() + "), ";
      Rules rules =
          issuers.new Rules(Optional.of(issuer.issuer()), issuer.audience(), issuer.algorithms());
      issuers.byName.put(
          issuer.issuer(), issuers.ring(issuer.key(), setting, issuer.issuer(), rules));
    }
    return issuers;
  }

  private KeyRing ring(KeySource key, String setting, String name, Rules rules) {
    return switch (key) {
      case KeySource.Secret(var secret) ->
          fixed(VerificationKey.ofSecret(secret, setting + "secret"), setting, rules);
      case KeySource.PublicKeyFile(var file) -> {
        String named = setting + "public-key-file";
        yield fixed(
            VerificationKey.ofPublicKey(PublicKeyFile.read(file, named), named + " (" + file + ")"),
            setting,
            rules);
      }
      case KeySource.JwksUrl(var url) -> {
        warnOfPlainHttp(url, name);
        JwksCache cache =
            new JwksCache(
                new JwksSource(url, jwt.jwks().timeout()),
                name,
                jwt.jwks(),
                rules::verifier,
                clock,
                metrics);
        fetched.add(cache);
        yield new KeyRing.Fetched(cache);
      }
    };
  }

  private static KeyRing fixed(List<Algorithm> algorithms, String setting, Rules rules) {
    Map<String, JWTVerifier> byAlgorithm = new HashMap<>();
    for (Algorithm algorithm : algorithms) {
      rules.verifier(algorithm).ifPresent(it -> byAlgorithm.put(algorithm.getName(), it));
    }
    if (byAlgorithm.isEmpty()) {
      throw new IllegalArgumentException(
          setting
              + "algorithms: none of them fits the key, which is for "
              + String.join(", ", algorithms.stream().map(Algorithm::getName).toList()));
    }
    return new KeyRing.Fixed(byAlgorithm);
  }

  /** Who can answer in the issuer's place can make tokens. */
  private static void warnOfPlainHttp(URI url, String name) {
    boolean local =
        url.getHost().equals("localhost")
            || (url.getHost().matches("[0-9.]+|\\[.*]")
                && InetAddress.ofLiteral(url.getHost().replaceAll("[\\[\\]]", ""))
                    .isLoopbackAddress());
    if (!"https".equalsIgnoreCase(url.getScheme()) && !local) {
      log.warn(
          "The keys of {} are fetched over plain http, where anybody on the way can be them", name);
    }
  }

  /** What a token is held against, whatever its key. */
  private final class Rules {
    private final Optional<String> issuer;
    private final Optional<String> audience;
    private final List<String> algorithms;

    private Rules(Optional<String> issuer, Optional<String> audience, List<String> algorithms) {
      this.issuer = issuer;
      this.audience = audience;
      this.algorithms = algorithms;
    }

    /** {@code iat} is not judged: it grants nothing, and issuers' clocks run fast. */
    private Optional<JWTVerifier> verifier(Algorithm algorithm) {
      if (!algorithms.isEmpty() && !algorithms.contains(algorithm.getName())) {
        return Optional.empty();
      }
      Verification rules =
          JWT.require(algorithm).acceptLeeway(seconds(jwt.leeway())).ignoreIssuedAt();
      issuer.ifPresent(rules::withIssuer);
      audience.ifPresent(rules::withAudience);
      return Optional.of(((BaseVerification) rules).build(clock));
    }

    private static long seconds(Duration leeway) {
      return leeway.plusNanos(999_999_999).toSeconds();
    }
  }

  /** Whether no token can be verified at all. */
  boolean isEmpty() {
    return sole.isEmpty() && byName.isEmpty();
  }

  /** The keys of an issuer; where there is one only, it is held against the rules later. */
  Optional<KeyRing> find(Optional<String> issuer) {
    return sole.or(() -> issuer.map(byName::get));
  }

  /** Begins to fetch what is to be fetched; waits for nothing. */
  void warm() {
    for (JwksCache cache : fetched) {
      var _ = cache.refresh();
    }
  }

  List<String> troubles() {
    return fetched.stream().flatMap(cache -> cache.trouble().stream()).toList();
  }

  @Override
  public void close() {
    fetched.forEach(JwksCache::close);
  }
}
