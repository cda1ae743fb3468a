package io.heddle.http.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.protocol.Identity;
import io.heddle.config.AuthMode;
import io.heddle.config.EndpointSettings;
import io.heddle.http.auth.Admission.Admitted;
import io.heddle.http.auth.Admission.Outcome;
import io.heddle.http.auth.Admission.Refused;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AdmissionTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Admission admission = admission(List.of());

  private Admission admission(List<String> origins) {
    return new Admission(
        new CredentialsReader(Tokens.auth().cookies()),
        Gate.of(new ListedOrigins(origins, false), Tokens.verifier()),
        registry);
  }

  private static EndpointSettings endpoint(AuthMode mode) {
    return new EndpointSettings("/ws", "heddle.v1", mode);
  }

  private static HttpRequest request(String way, String token, String origin) {
    HttpRequest request = HttpRequest.GET("/ws").addHeader(RawHeader.create("Host", "own.com"));
    if (!origin.equals("absent")) {
      request = request.addHeader(RawHeader.create("Origin", origin));
    }
    return switch (way) {
      case "bearer" -> request.addHeader(RawHeader.create("Authorization", "Bearer " + token));
      case "query" -> request.withUri("/ws?token=" + token);
      case "cookie" -> request.addHeader(RawHeader.create("Cookie", "heddle_token=" + token));
      case "basic" -> request.addHeader(RawHeader.create("Authorization", "Basic " + token));
      default -> request;
    };
  }

  private static String token(String kind) {
    return switch (kind) {
      case "good" -> Tokens.of("alice");
      case "expired" -> Tokens.expired();
      default -> "nonsense";
    };
  }

  /** Status and reason in short; {@code alice} for those who are let in. */
  private static String told(Outcome outcome) {
    return switch (outcome) {
      case Admitted(Optional<Identity> identity) ->
          identity.map(known -> known.userId().orElse("anonymous")).orElse("in-band");
      case Refused(var refusal) -> refusal.status() + " " + refusal.error();
    };
  }

  @ParameterizedTest
  @CsvSource({
    "bearer, good,    absent,           alice",
    "bearer, good,    https://own.com,  alice",
    "bearer, good,    https://evil.com, alice",
    "bearer, good,    null,             alice",
    "bearer, bad,     absent,           401 invalid token",
    "bearer, expired, absent,           401 token expired",
    "query,  good,    absent,           alice",
    "query,  good,    https://evil.com, alice",
    "query,  bad,     https://own.com,  401 invalid token",
    "query,  expired, https://own.com,  401 token expired",
    "cookie, good,    https://own.com,  alice",
    "cookie, good,    absent,           403 origin not allowed",
    "cookie, good,    https://evil.com, 403 origin not allowed",
    "cookie, good,    null,             403 origin not allowed",
    "cookie, bad,     https://own.com,  401 invalid token",
    "cookie, bad,     https://evil.com, 403 origin not allowed",
    "cookie, expired, https://own.com,  401 token expired",
    "basic,  good,    absent,           401 authorization scheme must be Bearer",
    "none,   absent,  absent,           401 authentication required",
    "none,   absent,  https://evil.com, 401 authentication required",
  })
  void anUpgradeEndpointTakesThoseWithGoodCredentials(
      String way, String kind, String origin, String told) {
    Outcome outcome =
        admission
            .admit(request(way, token(kind), origin), endpoint(AuthMode.UPGRADE))
            .toCompletableFuture()
            .join();

    assertThat(told(outcome)).isEqualTo(told);
  }

  @ParameterizedTest
  @CsvSource({
    "bearer, absent,             alice",
    "bearer, https://listed.com, alice",
    "bearer, https://own.com,    403 origin not allowed",
    "query,  https://evil.com,   403 origin not allowed",
    "cookie, https://listed.com, alice",
    "cookie, https://own.com,    alice",
    "cookie, https://evil.com,   403 origin not allowed",
    "none,   https://evil.com,   403 origin not allowed",
  })
  void whereAListIsSetOriginsMustBeListed(String way, String origin, String told) {
    Outcome outcome =
        admission(List.of("https://listed.com"))
            .admit(request(way, token("good"), origin), endpoint(AuthMode.UPGRADE))
            .toCompletableFuture()
            .join();

    assertThat(told(outcome)).isEqualTo(told);
  }

  @ParameterizedTest
  @EnumSource(AuthMode.class)
  void credentialsThatCameAreUsedAtOnceInEachMode(AuthMode mode) {
    for (String way : List.of("bearer", "query", "cookie")) {
      assertThat(
              told(
                  admission
                      .admit(request(way, token("good"), "https://own.com"), endpoint(mode))
                      .toCompletableFuture()
                      .join()))
          .isEqualTo("alice");
      assertThat(
              told(
                  admission
                      .admit(request(way, token("bad"), "https://own.com"), endpoint(mode))
                      .toCompletableFuture()
                      .join()))
          .isEqualTo("401 invalid token");
    }
    assertThat(
            told(
                admission
                    .admit(request("basic", "x", "absent"), endpoint(mode))
                    .toCompletableFuture()
                    .join()))
        .startsWith("401");
  }

  @ParameterizedTest
  @CsvSource({"UPGRADE,401 authentication required", "IN_BAND,in-band", "ANONYMOUS,anonymous"})
  void withoutCredentialsTheEndpointDecides(AuthMode mode, String told) {
    assertThat(
            told(
                admission
                    .admit(request("none", "", "absent"), endpoint(mode))
                    .toCompletableFuture()
                    .join()))
        .isEqualTo(told);
    assertThat(
            told(
                admission
                    .admit(HttpRequest.GET("/ws?connect=wait"), endpoint(mode))
                    .toCompletableFuture()
                    .join()))
        .isEqualTo(told);
  }

  @Test
  void aBadTokenIsNotSkippedForAGoodCookie() {
    HttpRequest request =
        request("cookie", token("good"), "https://own.com").withUri("/ws?token=bad");

    assertThat(
            told(
                admission
                    .admit(request, endpoint(AuthMode.ANONYMOUS))
                    .toCompletableFuture()
                    .join()))
        .isEqualTo("401 invalid token");
  }

  @Test
  void a401ChallengesAndNeverRepeatsTheToken() {
    Refusal absent = refusal(request("none", "", "absent"));
    Refusal bad = refusal(request("bearer", "nonsense", "absent"));
    Refusal forbidden = refusal(request("cookie", token("good"), "https://evil.com"));

    assertThat(absent.headers().getFirst().value()).isEqualTo("Bearer realm=\"heddle\"");
    assertThat(bad.headers().getFirst().value())
        .isEqualTo(
            "Bearer realm=\"heddle\", error=\"invalid_token\","
                + " error_description=\"invalid token\"");
    assertThat(forbidden.headers()).isEmpty();
  }

  private Refusal refusal(HttpRequest request) {
    return ((Refused)
            admission.admit(request, endpoint(AuthMode.UPGRADE)).toCompletableFuture().join())
        .refusal();
  }

  @Test
  void refusalsAreCountedByReason() {
    admission
        .admit(request("none", "", "absent"), endpoint(AuthMode.UPGRADE))
        .toCompletableFuture()
        .join();
    admission
        .admit(request("bearer", token("expired"), "absent"), endpoint(AuthMode.UPGRADE))
        .toCompletableFuture()
        .join();
    admission
        .admit(request("bearer", token("good"), "absent"), endpoint(AuthMode.UPGRADE))
        .toCompletableFuture()
        .join();

    assertThat(refused("no_credentials")).isEqualTo(1);
    assertThat(refused("token_expired")).isEqualTo(1);
    assertThat(refused("invalid_token")).isZero();
  }

  private double refused(String reason) {
    return registry
        .get("heddle.auth.refused")
        .tags("door", "websocket", "reason", reason)
        .counter()
        .count();
  }
}
