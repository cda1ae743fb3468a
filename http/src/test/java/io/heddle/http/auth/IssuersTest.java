package io.heddle.http.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.auth0.jwt.algorithms.Algorithm;
import io.heddle.actors.protocol.TokenVerifier.Refused;
import io.heddle.actors.protocol.TokenVerifier.Verdict;
import io.heddle.actors.protocol.TokenVerifier.Verified;
import io.heddle.config.AuthSettings;
import io.heddle.config.CapabilityRule;
import io.heddle.config.IssuerSettings;
import io.heddle.config.JwtSettings;
import io.heddle.config.KeySource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Three issuers: own by a secret, partner by a file, login by a set of keys. */
class IssuersTest {
  private static final KeyPair PARTNER = KeyServer.rsa(2048);
  private static final KeyPair LOGIN = KeyServer.rsa(2048);
  private static final KeyServer KEYS = new KeyServer().serves(KeyServer.jwk("k", LOGIN, ""));

  @TempDir private static Path folder;

  @AfterAll
  static void stop() {
    KEYS.close();
  }

  private static JwtSettings jwt(Optional<String> secret) {
    return Tokens.jwt(secret, Optional.empty(), true);
  }

  private static AuthSettings auth(IssuerSettings... issuers) {
    AuthSettings base = Tokens.auth();
    return new AuthSettings(
        List.of(issuers),
        base.userClaims(),
        base.keepClaims(),
        base.cookies(),
        base.adminRoles(),
        base.broadcast(),
        base.direct(),
        base.expiringNotice(),
        CapabilityRule.OFF,
        "rooms",
        Duration.ofSeconds(5));
  }

  private static IssuerSettings own(String... algorithms) {
    return new IssuerSettings(
        "own", Optional.empty(), new KeySource.Secret(Tokens.SECRET), List.of(algorithms));
  }

  private static IssuerSettings partner(String... algorithms) throws IOException {
    String pem =
        "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n"
            .formatted(Base64.getMimeEncoder().encodeToString(PARTNER.getPublic().getEncoded()));
    Path file = Files.writeString(folder.resolve("partner.pem"), pem);
    return new IssuerSettings(
        "partner", Optional.of("chat"), new KeySource.PublicKeyFile(file), List.of(algorithms));
  }

  private static IssuerSettings login() {
    return new IssuerSettings(
        "login", Optional.empty(), new KeySource.JwksUrl(KEYS.url()), List.of());
  }

  private static Verdict told(AuthSettings auth, String token) {
    try (JwtVerifier verifier =
        new JwtVerifier(jwt(Optional.empty()), auth, Tokens.CLOCK, new SimpleMeterRegistry())) {
      return verifier.verify(token).toCompletableFuture().join();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "own,     own,     '',   good",
    "partner, partner, chat, good",
    "login,   login,   '',   good",
    "partner, partner, shop, invalid token",
    "partner, partner, '',   invalid token",
    "own,     partner, chat, invalid token",
    "partner, own,     chat, invalid token",
    "login,   own,     '',   invalid token",
    "own,     login,   '',   invalid token",
    "partner, login,   '',   invalid token",
    "stranger, own,    '',   invalid token: unknown issuer",
    "'',      own,     '',   invalid token: unknown issuer",
  })
  void aTokenIsHeldAgainstTheKeysOfTheIssuerThatItNames(
      String named, String signer, String audience, String expected) throws Exception {
    Algorithm algorithm =
        switch (signer) {
          case "own" -> Algorithm.HMAC256(Tokens.SECRET);
          case "partner" -> KeyServer.signing(PARTNER);
          default -> KeyServer.signing(LOGIN);
        };
    String payload =
        "{\"sub\":\"alice\",\"exp\":%d%s%s}"
            .formatted(
                Tokens.at(60),
                named.isEmpty() ? "" : ",\"iss\":\"" + named + "\"",
                audience.isEmpty() ? "" : ",\"aud\":\"" + audience + "\"");

    Verdict verdict = told(auth(own(), partner(), login()), Tokens.signed(payload, algorithm));
    if (expected.equals("good")) {
      assertThat(verdict).isInstanceOf(Verified.class);
    } else {
      assertThat(verdict).isEqualTo(new Refused(expected, false));
    }
  }

  @Test
  void anIssuersAlgorithmsAreThoseThatItSignsWith() {
    String payload = "{\"sub\":\"alice\",\"iss\":\"own\",\"exp\":%d}".formatted(Tokens.at(60));
    AuthSettings auth = auth(own("HS512"));

    assertThat(told(auth, Tokens.signed(payload, Algorithm.HMAC512(Tokens.SECRET))))
        .isInstanceOf(Verified.class);
    assertThat(told(auth, Tokens.signed(payload, Algorithm.HMAC256(Tokens.SECRET))))
        .isEqualTo(new Refused("invalid token", false));
  }

  @Test
  void aKeyThatNoneOfItsAlgorithmsFitsIsNamedWithItsIssuer() throws Exception {
    AuthSettings auth = auth(partner("ES256"));

    assertThatThrownBy(() -> told(auth, "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "heddle.auth.issuers (partner), algorithms: none of them fits the key,"
                + " which is for RS256, RS384, RS512");
  }

  @Test
  void anIssuersFileThatHoldsNoKeyIsNamed() throws Exception {
    Path file = Files.writeString(folder.resolve("empty.pem"), "");
    AuthSettings auth =
        auth(
            new IssuerSettings(
                "partner", Optional.empty(), new KeySource.PublicKeyFile(file), List.of()));

    assertThatThrownBy(() -> told(auth, "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("heddle.auth.issuers (partner), public-key-file (" + file + ") is empty");
  }

  @Test
  void aKeyBesideTheIssuersIsAFault() {
    assertThatThrownBy(
            () ->
                new JwtVerifier(
                    jwt(Optional.of(Tokens.SECRET)),
                    auth(own()),
                    Tokens.CLOCK,
                    new SimpleMeterRegistry()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("heddle.jwt.secret")
        .hasMessageContaining("heddle.auth.issuers");
  }
}
