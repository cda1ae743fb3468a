package io.heddle.http.auth;

import static io.heddle.http.auth.KeyServer.jwk;
import static io.heddle.http.auth.KeyServer.rsa;
import static io.heddle.http.auth.KeyServer.signing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import io.heddle.actors.protocol.TokenVerifier.Refused;
import io.heddle.actors.protocol.TokenVerifier.Unavailable;
import io.heddle.actors.protocol.TokenVerifier.Verdict;
import io.heddle.actors.protocol.TokenVerifier.Verified;
import io.heddle.config.JwksSettings;
import io.heddle.config.JwtSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys from a real HTTP server of this machine. */
class JwksTest {
  private static final KeyPair FIRST = rsa(2048);
  private static final KeyPair SECOND = rsa(2048);

  private final KeyServer server = new KeyServer();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final List<JwtVerifier> opened = new ArrayList<>();
  private volatile Instant now = Tokens.NOW;

  private final Clock clock =
      new Clock() {
        @Override
        public Instant instant() {
          return now;
        }

        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }
      };

  @AfterEach
  void stop() {
    opened.forEach(JwtVerifier::close);
    server.close();
  }

  private JwtVerifier verifier(URI url, Duration timeout) {
    JwtSettings jwt =
        new JwtSettings(
            Optional.empty(),
            Optional.empty(),
            Optional.of(url),
            new JwksSettings(timeout, Duration.ofMinutes(10), Duration.ofSeconds(5)),
            Optional.empty(),
            Optional.empty(),
            Duration.ofSeconds(30),
            true);
    JwtVerifier verifier = new JwtVerifier(jwt, Tokens.auth(), clock, registry);
    opened.add(verifier);
    return verifier;
  }

  private JwtVerifier verifier() {
    return verifier(server.url(), Duration.ofSeconds(20));
  }

  private static String token(String kid, Algorithm algorithm) {
    return JWT.create()
        .withKeyId(kid)
        .withSubject("alice")
        .withExpiresAt(Tokens.NOW.plus(Duration.ofDays(7)))
        .sign(algorithm);
  }

  private static Verdict told(CompletionStage<Verdict> verdict) {
    return verdict.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }

  private double fetches(String outcome) {
    return registry.get("heddle.jwks.fetches").tag("outcome", outcome).counter().count();
  }

  private void settled() {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                registry.get("heddle.jwks.fetches").counters().stream()
                        .mapToDouble(it -> it.count())
                        .sum()
                    >= server.asked());
  }

  @Test
  void aTokenIsVerifiedWithTheKeyThatItNames() {
    server.serves(jwk("one", FIRST, ""), jwk("two", SECOND, ",\"use\":\"sig\""));
    JwtVerifier verifier = verifier();

    assertThat(told(verifier.verify(token("one", signing(FIRST))))).isInstanceOf(Verified.class);
    assertThat(told(verifier.verify(token("two", signing(SECOND))))).isInstanceOf(Verified.class);
    assertThat(told(verifier.verify(token("one", signing(SECOND)))))
        .isEqualTo(new Refused("invalid token", false));
    assertThat(server.asked()).isEqualTo(1);
    assertThat(verifier.troubles()).isEmpty();
  }

  @Test
  void aTokenWithoutKidIsVerifiedWhereThereIsOneKeyOnly() {
    server.serves(jwk("one", FIRST, ""));
    assertThat(told(verifier().verify(Tokens.signed(PAYLOAD, signing(FIRST)))))
        .isInstanceOf(Verified.class);

    server.serves(jwk("one", FIRST, ""), jwk("two", SECOND, ""));
    JwtVerifier undecided = verifier();
    settled();
    now = now.plus(Duration.ofSeconds(6));
    assertThat(told(undecided.verify(Tokens.signed(PAYLOAD, signing(FIRST)))))
        .as("after another fetch, for which it is time again")
        .isEqualTo(new Refused("invalid token", false));
  }

  private static final String PAYLOAD = "{\"sub\":\"alice\",\"exp\":%d}".formatted(Tokens.at(60));

  @Test
  void aNewKeyIsFetchedWhenATokenNamesIt() {
    server.serves(jwk("one", FIRST, ""));
    JwtVerifier verifier = verifier();
    assertThat(told(verifier.verify(token("one", signing(FIRST))))).isInstanceOf(Verified.class);

    server.serves(jwk("two", SECOND, ""));
    now = now.plusSeconds(5);
    assertThat(told(verifier.verify(token("two", signing(SECOND))))).isInstanceOf(Verified.class);
    now = now.plusSeconds(5);
    assertThat(told(verifier.verify(token("one", signing(FIRST)))))
        .as("a key that was taken out of the set")
        .isEqualTo(new Refused("invalid token", false));
  }

  @Test
  void madeUpKeysDoNotMakeMoreFetchesThanTheCooldownLets() {
    server.serves(jwk("one", FIRST, ""));
    JwtVerifier verifier = verifier();
    assertThat(told(verifier.verify(token("one", signing(FIRST))))).isInstanceOf(Verified.class);

    for (int i = 0; i < 50; i++) {
      assertThat(told(verifier.verify(token("made-up-" + i, signing(SECOND)))))
          .isInstanceOf(Unavailable.class);
    }
    assertThat(server.asked()).isEqualTo(1);
    assertThat(registry.get("heddle.jwks.limited").counter().count()).isEqualTo(50);
    assertThat(told(verifier.verify(token("one", signing(FIRST)))))
        .as("known keys cost no fetch")
        .isInstanceOf(Verified.class);
  }

  @Test
  void aTokenWaitsForTheFetchAndNobodyElseDoes() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    String set = "{\"keys\":[" + jwk("one", FIRST, "") + "]}";
    server.does(
        exchange -> {
          try {
            held.await();
          } catch (InterruptedException end) {
            throw new java.io.IOException(end);
          }
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(set.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        });
    JwtVerifier verifier = verifier();
    List<CompletionStage<Verdict>> verdicts = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      verdicts.add(verifier.verify(token("one", signing(FIRST))));
    }

    assertThat(verdicts).noneMatch(it -> it.toCompletableFuture().isDone());
    held.countDown();
    assertThat(verdicts).allMatch(it -> told(it) instanceof Verified);
    assertThat(server.asked()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "html,      malformed, no set of keys",
    "error,     status,    not 200",
    "ten-mb,    too_large, larger than 1 MiB",
    "endless,   too_large, larger than 1 MiB",
    "empty-set, no_keys,   no key that can be used",
    "no-set,    malformed, no set of keys",
    "unusable,  no_keys,   no key that can be used",
  })
  void anAnswerThatIsNoSetOfKeysIsCountedAndKeepsNobodyOutForGood(
      String answer, String outcome, String told) {
    switch (answer) {
      case "html" -> server.says(200, "<!doctype html><h1>Please sign in</h1>");
      case "error" -> server.says(500, "{\"keys\":[]}");
      case "ten-mb" -> server.says(200, "{\"keys\":[]" + " ".repeat(10_000_000) + "}");
      case "endless" ->
          server.does(
              exchange -> {
                exchange.sendResponseHeaders(200, 0);
                byte[] much = new byte[65536];
                while (true) {
                  exchange.getResponseBody().write(much);
                }
              });
      case "empty-set" -> server.serves();
      case "no-set" -> server.says(200, "[]");
      default ->
          server.serves(
              jwk("weak", rsa(1024), ""),
              jwk("enc", FIRST, ",\"use\":\"enc\""),
              jwk("alg", FIRST, ",\"alg\":\"PS256\""),
              "{\"kty\":\"oct\",\"kid\":\"shared\",\"k\":\"AAAA\"}",
              "{\"kty\":\"RSA\",\"kid\":\"half\",\"n\":\"AQAB\"}",
              "{\"kid\":7}",
              "7");
    }
    JwtVerifier verifier = verifier();

    assertThat(told(verifier.verify(token("one", signing(FIRST)))))
        .isEqualTo(new Unavailable("token cannot be checked now, try again"));
    assertThat(fetches(outcome)).isEqualTo(1);
    assertThat(verifier.troubles()).singleElement().asString().contains("keys of tokens", told);
    server.serves(jwk("one", FIRST, ""));
    now = now.plusSeconds(5);
    assertThat(told(verifier.verify(token("one", signing(FIRST))))).isInstanceOf(Verified.class);
    assertThat(verifier.troubles()).isEmpty();
  }

  @Test
  void aSlowAnswerIsGivenUp() {
    CountDownLatch never = new CountDownLatch(1);
    server.does(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write('{');
          exchange.getResponseBody().flush();
          try {
            never.await();
          } catch (InterruptedException end) {
            throw new java.io.IOException(end);
          }
        });
    JwtVerifier verifier = verifier(server.url(), Duration.ofMillis(200));

    assertThat(told(verifier.verify(token("one", signing(FIRST))))).isInstanceOf(Unavailable.class);
    assertThat(fetches("timeout")).isEqualTo(1);
  }

  @Test
  void whereNobodyAnswersTokensCannotBeCheckedNow() {
    URI gone = server.url();
    server.close();
    JwtVerifier verifier = verifier(gone, Duration.ofSeconds(20));

    assertThat(told(verifier.verify(token("one", signing(FIRST))))).isInstanceOf(Unavailable.class);
    assertThat(fetches("unreachable")).isEqualTo(1);
  }

  @Test
  void knownKeysStayInUseForADayWhereTheSetCannotBeFetchedAnew() {
    server.serves(jwk("one", FIRST, ""));
    JwtVerifier verifier = verifier();
    assertThat(told(verifier.verify(token("one", signing(FIRST))))).isInstanceOf(Verified.class);
    server.says(500, "");
    now = now.plus(Duration.ofHours(23));

    assertThat(told(verifier.verify(token("one", signing(FIRST))))).isInstanceOf(Verified.class);
    await().atMost(Duration.ofSeconds(20)).until(() -> fetches("status") == 1);
    assertThat(verifier.troubles()).hasSize(1);
    settled();
    now = now.plus(Duration.ofHours(2));
    assertThat(told(verifier.verify(token("one", signing(FIRST))))).isInstanceOf(Unavailable.class);
  }

  @Test
  void aSecretMadeOfThePublicKeyOpensNothing() {
    server.serves(jwk("one", FIRST, ""));
    String forged = token("one", Algorithm.HMAC256(FIRST.getPublic().getEncoded()));

    assertThat(told(verifier().verify(forged))).isEqualTo(new Refused("invalid token", false));
  }
}
