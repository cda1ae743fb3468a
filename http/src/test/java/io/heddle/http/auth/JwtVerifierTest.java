package io.heddle.http.auth;

import static io.heddle.http.auth.Tokens.at;
import static org.assertj.core.api.Assertions.assertThat;

import com.auth0.jwt.algorithms.Algorithm;
import io.heddle.actors.protocol.Identity;
import io.heddle.actors.protocol.TokenVerifier.Refused;
import io.heddle.actors.protocol.TokenVerifier.Verdict;
import io.heddle.actors.protocol.TokenVerifier.Verified;
import io.heddle.config.JwtSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JwtVerifierTest {
  private final JwtVerifier verifier = Tokens.verifier();

  private static Identity identity(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verified.class);
    return ((Verified) verdict).identity();
  }

  private static String reason(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Refused.class);
    assertThat(((Refused) verdict).expired()).isFalse();
    return ((Refused) verdict).reason();
  }

  private Verdict check(String payload) {
    return verifier.verify(Tokens.signed(payload)).toCompletableFuture().join();
  }

  @Test
  void aGoodTokenNamesItsUserAndItsEnd() {
    Identity identity = identity(verifier.verify(Tokens.of("alice")).toCompletableFuture().join());

    assertThat(identity.userId()).hasValue("alice");
    assertThat(identity.expiresAt()).hasValue(Instant.ofEpochSecond(at(3600)));
    assertThat(identity.roles()).isEmpty();
  }

  @Test
  void theStageIsCompleteOnReturn() {
    assertThat(verifier.verify(Tokens.of("alice")).toCompletableFuture())
        .isCompletedWithValueMatching(Verified.class::isInstance);
  }

  @Test
  void eachHmacStrengthIsTaken() {
    String payload = "{\"sub\":\"alice\",\"exp\":%d}".formatted(at(60));

    for (Algorithm algorithm :
        List.of(
            Algorithm.HMAC256(Tokens.SECRET),
            Algorithm.HMAC384(Tokens.SECRET),
            Algorithm.HMAC512(Tokens.SECRET))) {
      assertThat(verifier.verify(Tokens.signed(payload, algorithm)).toCompletableFuture().join())
          .isInstanceOf(Verified.class);
    }
  }

  @Test
  void aTokenOfAnotherSecretIsRefused() {
    String payload = "{\"sub\":\"alice\",\"exp\":%d}".formatted(at(60));
    String token =
        Tokens.signed(payload, Algorithm.HMAC256("another secret of more than 32 bytes"));

    assertThat(reason(verifier.verify(token).toCompletableFuture().join()))
        .isEqualTo("invalid token");
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "None", "NONE", "", "HS1", "RS256"})
  void aTokenWithoutASignatureIsRefusedWhateverItCallsItsAlgorithm(String name) {
    String header = base64("{\"alg\":\"%s\",\"typ\":\"JWT\"}".formatted(name));
    String payload = base64("{\"sub\":\"alice\",\"exp\":%d}".formatted(at(60)));

    assertThat(reason(verifier.verify(header + "." + payload + ".").toCompletableFuture().join()))
        .isEqualTo("invalid token");
  }

  @Test
  void aChangedPayloadIsRefused() {
    String[] parts = Tokens.of("alice").split("\\.", -1);
    String payload = base64("{\"sub\":\"bob\",\"exp\":%d}".formatted(at(60)));

    assertThat(
            reason(
                verifier
                    .verify(parts[0] + "." + payload + "." + parts[2])
                    .toCompletableFuture()
                    .join()))
        .isEqualTo("invalid token");
  }

  @Test
  void aHeaderThatMustBeUnderstoodAndIsNotIsRefused() {
    String token =
        com.auth0
            .jwt
            .JWT
            .create()
            .withHeader(Map.of("crit", List.of("exp2")))
            .withSubject("alice")
            .withExpiresAt(Instant.ofEpochSecond(at(60)))
            .sign(Algorithm.HMAC256(Tokens.SECRET));

    assertThat(reason(verifier.verify(token).toCompletableFuture().join()))
        .isEqualTo("invalid token");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a.b", "a.b.c", "a.b.c.d", "\u0000", "{}", "üüü.ü.ü"})
  void garbageIsRefused(String token) {
    assertThat(reason(verifier.verify(token).toCompletableFuture().join()))
        .isEqualTo("invalid token");
  }

  @Test
  void aTokenOver16KiBIsRefusedAndOneJustUnderItIsTaken() {
    String filler = "\"x\":\"" + "y".repeat(12_000) + "\"";
    String fits = Tokens.of("alice", filler);
    String over = Tokens.of("alice", filler + ",\"z\":\"" + "y".repeat(500) + "\"");

    assertThat(fits.length()).isBetween(16_000, JwtVerifier.MAX_TOKEN_LENGTH);
    assertThat(verifier.verify(fits).toCompletableFuture().join()).isInstanceOf(Verified.class);
    assertThat(over.length()).isGreaterThan(JwtVerifier.MAX_TOKEN_LENGTH);
    assertThat(reason(verifier.verify(over).toCompletableFuture().join()))
        .isEqualTo("invalid token");
  }

  @ParameterizedTest
  @CsvSource({"60,true", "0,true", "-29,true", "-31,false", "-3600,false"})
  void theEndOfATokenIsJudgedWithLeeway(long seconds, boolean good) {
    Verdict verdict = check("{\"sub\":\"alice\",\"exp\":%d}".formatted(at(seconds)));

    assertThat(verdict)
        .isEqualTo(good ? verdict : new Refused("token expired", true))
        .isInstanceOf(good ? Verified.class : Refused.class);
  }

  @ParameterizedTest
  @CsvSource({"-60,true", "29,true", "31,false"})
  void theBeginningOfATokenIsJudgedWithLeeway(long seconds, boolean good) {
    Verdict verdict =
        check("{\"sub\":\"alice\",\"exp\":%d,\"nbf\":%d}".formatted(at(3600), at(seconds)));

    assertThat(verdict)
        .isEqualTo(good ? verdict : new Refused("invalid token", false))
        .isInstanceOf(good ? Verified.class : Refused.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"sub\":\"alice\"}", "{\"sub\":\"alice\",\"exp\":null}"})
  void aTokenWithoutAnEndIsRefusedUnlessASettingSaysOtherwise(String payload) {
    JwtVerifier lenient =
        new JwtVerifier(
            Tokens.jwt(Optional.of(Tokens.SECRET), Optional.empty(), false),
            Tokens.auth(),
            Tokens.CLOCK,
            new SimpleMeterRegistry());

    assertThat(reason(check(payload))).isEqualTo("invalid token: no 'exp'");
    assertThat(
            identity(lenient.verify(Tokens.signed(payload)).toCompletableFuture().join())
                .expiresAt())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1000000000000000000", "1e400", "\"tomorrow\"", "[]", "true"})
  void anEndThatIsNoTimeIsRefused(String exp) {
    assertThat(reason(check("{\"sub\":\"alice\",\"exp\":%s}".formatted(exp))))
        .isEqualTo("invalid token");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"iss\":\"https://id\",\"aud\":\"chat\" | true",
        "\"iss\":\"https://id\",\"aud\":[\"mail\",\"chat\"] | true",
        "\"iss\":\"https://other\",\"aud\":\"chat\" | false",
        "\"aud\":\"chat\" | false",
        "\"iss\":\"https://id\",\"aud\":\"mail\" | false",
        "\"iss\":\"https://id\" | false",
      })
  void issuerAndAudienceAreDemandedWhereTheyAreSet(String claims, boolean good) {
    JwtVerifier demanding =
        new JwtVerifier(
            new JwtSettings(
                Optional.of(Tokens.SECRET),
                Optional.empty(),
                Optional.empty(),
                Tokens.JWKS,
                Optional.of("https://id"),
                Optional.of("chat"),
                Duration.ofSeconds(30),
                true),
            Tokens.auth(),
            Tokens.CLOCK,
            new SimpleMeterRegistry());

    assertThat(demanding.verify(Tokens.of("alice", claims)).toCompletableFuture().join())
        .isInstanceOf(good ? Verified.class : Refused.class);
  }

  @Test
  void withoutAKeyEveryTokenIsRefused() {
    JwtVerifier keyless =
        new JwtVerifier(
            Tokens.jwt(Optional.empty(), Optional.empty(), true),
            Tokens.auth(),
            Tokens.CLOCK,
            new SimpleMeterRegistry());

    assertThat(reason(keyless.verify(Tokens.of("alice")).toCompletableFuture().join()))
        .isEqualTo("tokens are not taken here");
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
