package io.heddle.http.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.config.AuthMode;
import io.heddle.config.EndpointSettings;
import io.heddle.config.Settings;
import io.heddle.config.load.SettingsLoader;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.junit.jupiter.api.Test;

/** Extensions that stand in for what the settings say. */
class WaysInTest {
  private static final FirstCall DIRECT =
      new FirstCall() {
        @Override
        public <P, T> Optional<T> made(P provider, Function<P, T> create) {
          return Optional.of(create.apply(provider));
        }
      };

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Settings settings =
      SettingsLoader.load(
              Optional.empty(),
              Map.of("HEDDLE_JWT_SECRET", Tokens.SECRET, "HEDDLE_AUTH_TIMEOUT", "200ms"))
          .orThrow();

  /** Lets in from one office only; throws for a page of the devil's. */
  public static final class Office implements OriginPolicyProvider {
    @Override
    public OriginPolicy create(OriginPolicy standard, Settings settings) {
      return (request, byCookie) -> {
        String origin = request.getHeader("origin").map(it -> it.value()).orElse("");
        return switch (origin) {
          case "https://hell.example" -> throw new IllegalStateException("too hot");
          case "https://office.example" -> true;
          default -> !origin.isEmpty() ? false : standard.allows(request, byCookie);
        };
      };
    }
  }

  /** Makes nothing that works. */
  public static final class Broken implements AuthenticatorProvider {
    @Override
    public Authenticator create(Authenticator standard, Settings settings) {
      return _ -> {
        throw new IllegalStateException("no database");
      };
    }
  }

  private String told(WaysIn ways, HttpRequest request) {
    Admission admission =
        new Admission(new CredentialsReader(List.of("heddle_token")), ways.gate(), registry);
    Admission.Outcome outcome =
        admission
            .admit(request, new EndpointSettings("/ws", "heddle.v1", AuthMode.UPGRADE))
            .toCompletableFuture()
            .orTimeout(30, TimeUnit.SECONDS)
            .join();
    return switch (outcome) {
      case Admission.Admitted(var identity) -> identity.orElseThrow().userId().orElseThrow();
      case Admission.Refused(var refusal) -> {
        HttpResponse response = refusal.response();
        yield response.status().intValue()
            + " "
            + refusal.error()
            + response.getHeader("retry-after").map(_ -> ", again").orElse("");
      }
    };
  }

  private static HttpRequest request(String header, String value) {
    return HttpRequest.GET("/ws").addHeader(RawHeader.create(header, value));
  }

  private WaysIn open(AuthenticatorProvider... extensions) {
    return WaysIn.open(settings, Tokens.CLOCK, registry, List.of(extensions), List.of(), DIRECT);
  }

  @Test
  void anAuthenticatorOfAnExtensionDecides() {
    try (WaysIn ways = open(new ApiKeys())) {
      assertThat(told(ways, request("X-Api-Key", "k-7f3a"))).isEqualTo("billing");
      assertThat(told(ways, request("X-Api-Key", "guess"))).isEqualTo("401 unknown API key");
      assertThat(told(ways, request("Authorization", "Bearer " + Tokens.of("alice"))))
          .isEqualTo("alice");
      assertThat(told(ways, HttpRequest.GET("/ws"))).isEqualTo("401 authentication required");
    }
  }

  @Test
  void anAuthenticatorThatThrowsRefusesWithAReferenceAndForNow() {
    try (WaysIn ways = open(new Broken())) {
      assertThat(told(ways, request("Authorization", "Bearer x")))
          .matches("503 fault of the server, reference [0-9a-f-]{36}, again");
    }
    assertThat(
            registry
                .get("heddle.auth.refused")
                .tags("door", "websocket", "reason", "unavailable")
                .counter()
                .count())
        .isEqualTo(1);
  }

  @Test
  void anOriginPolicyOfAnExtensionDecides() {
    try (WaysIn ways =
        WaysIn.open(settings, Tokens.CLOCK, registry, List.of(), List.of(new Office()), DIRECT)) {
      HttpRequest good = request("Authorization", "Bearer " + Tokens.of("alice"));
      assertThat(told(ways, good)).isEqualTo("alice");
      assertThat(told(ways, from(good, "https://office.example"))).isEqualTo("alice");
      assertThat(told(ways, from(good, "https://evil.example")))
          .isEqualTo("403 origin not allowed");
      assertThat(told(ways, from(good, "https://hell.example")))
          .matches("503 fault of the server, reference [0-9a-f-]{36}, again");
    }
    assertThat(
            registry
                .get("heddle.auth.faults")
                .tags("part", "origin_policy", "reason", "thrown")
                .counter()
                .count())
        .isEqualTo(1);
  }

  private static HttpRequest from(HttpRequest request, String origin) {
    return request.addHeader(RawHeader.create("Origin", origin));
  }

  @Test
  void twoAuthenticatorsAreAFaultThatNamesBoth() {
    assertThatThrownBy(() -> open(new ApiKeys(), new Broken()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(ApiKeys.class.getName())
        .hasMessageContaining(Broken.class.getName());
  }
}
