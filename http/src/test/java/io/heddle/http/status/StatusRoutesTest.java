package io.heddle.http.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.heddle.config.AuthMode;
import io.heddle.config.Bytes;
import io.heddle.config.CompressionSettings;
import io.heddle.config.EndpointSettings;
import io.heddle.config.WebSocketSettings;
import io.heddle.http.BoundRoutes;
import io.heddle.http.answer.ProblemSeal;
import io.heddle.http.auth.Tokens;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusRoutesTest {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Readiness readiness = new Readiness();
  private BoundRoutes server = serve(settings(true, Optional.empty()));

  @AfterEach
  void stop() {
    server.close();
    registry.close();
  }

  private BoundRoutes serve(WebSocketSettings settings) {
    StatusRoutes routes =
        new StatusRoutes(
            settings,
            List.of("heddle.v1", "rooms"),
            new NodeInfo("0.1.0", "node-1", Tokens.NOW.minusSeconds(90)),
            readiness,
            () -> new LocalNumbers(4, 2, 100, 900),
            registry,
            Tokens.CLOCK);
    return new BoundRoutes(new ProblemSeal(registry).seal(routes.route()));
  }

  private static WebSocketSettings settings(boolean enabled, Optional<String> url) {
    Duration any = Duration.ofSeconds(60);
    return new WebSocketSettings(
        enabled,
        "0.0.0.0",
        8080,
        url,
        List.of(
            new EndpointSettings("/ws", "heddle.v1", AuthMode.UPGRADE),
            new EndpointSettings("/ws/rooms", "rooms", AuthMode.UPGRADE)),
        List.of(),
        false,
        any,
        any,
        new Bytes(1024),
        new Bytes(0),
        new Bytes(512_000),
        Duration.ofSeconds(54),
        any,
        any,
        false,
        new Bytes(1024),
        new Bytes(16_384),
        any,
        100,
        new CompressionSettings(false, 1, new Bytes(512)),
        64);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health", "/websocket/health", "/api/v1/websocket/health"})
  void healthTellsHowMuchTheNodeHolds(String path) {
    assertThat(server.get(path).body())
        .isEqualTo("{\"status\":\"healthy\",\"clients\":4,\"rooms\":2}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/status", "/websocket/status", "/api/v1/websocket/status"})
  void statusTellsWhichNodeThisIs(String path) {
    assertThat(server.get(path).body())
        .isEqualTo(
            "{\"status\":\"running\",\"version\":\"0.1.0\",\"uptime_seconds\":90,"
                + "\"node_id\":\"node-1\",\"clients\":4,\"rooms\":2}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/stats", "/ws/stats"})
  void statsTellHowMuchWasCarried(String path) {
    assertThat(server.get(path).body())
        .isEqualTo("{\"connections\":4,\"rooms\":2,\"messages_in\":100,\"messages_out\":900}");
  }

  @Test
  void theProcessIsAliveWhateverIsMissing() {
    readiness.register("redis", () -> new ReadinessState.Down("gone"));

    assertThat(server.get("/health/live").body()).isEqualTo("{\"status\":\"alive\"}");
  }

  @Test
  void aNodeThatHasStartedHasDoneSoForEver() {
    assertThat(server.get("/health/startup").statusCode()).isEqualTo(503);
    assertThat(server.get("/health/startup").body()).isEqualTo("{\"status\":\"starting\"}");

    readiness.started();
    readiness.register("cluster", () -> new ReadinessState.Down("gone"));

    assertThat(server.get("/health/startup").statusCode()).isEqualTo(200);
    assertThat(server.get("/health/startup").body()).isEqualTo("{\"status\":\"started\"}");
  }

  @Test
  void aNodeIsReadyWhenEachCheckIsUp() {
    readiness.register("redis", () -> ReadinessState.UP);
    HttpResponse<String> response = server.get("/health/ready");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("{\"status\":\"ready\"}");
    assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
  }

  @Test
  void aDegradedNodeStillGetsTraffic() {
    readiness.register("redis", () -> new ReadinessState.Degraded("not connected"));
    readiness.register("cluster", () -> ReadinessState.UP);
    HttpResponse<String> response = server.get("/health/ready");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .isEqualTo(
            "{\"status\":\"degraded\",\"checks\":"
                + "{\"redis\":{\"status\":\"degraded\",\"detail\":\"not connected\"}}}");
  }

  @Test
  void aNodeWithACheckDownGetsNoTraffic() {
    readiness.register("redis", () -> new ReadinessState.Degraded("not connected"));
    readiness.register("shutdown", () -> new ReadinessState.Down("draining"));
    HttpResponse<String> response = server.get("/health/ready");

    assertThat(response.statusCode()).isEqualTo(503);
    JsonNode body = BoundRoutes.json(response);
    assertThat(body.path("status").asText()).isEqualTo("not_ready");
    assertThat(body.at("/checks/shutdown/detail").asText()).isEqualTo("draining");
    assertThat(body.at("/checks/redis/status").asText()).isEqualTo("degraded");
  }

  @Test
  void loadBalancersMayAskByHead() {
    HttpResponse<String> response = server.send("HEAD", "/health", "");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEmpty();
  }

  @Test
  void anotherMethodIsRefused() {
    HttpResponse<String> response = server.send("POST", "/health", "{}");

    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("Allow").orElseThrow().split(", "))
        .containsExactlyInAnyOrder("GET", "HEAD");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/websocket/config", "/api/v1/websocket/config"})
  void clientsAreToldHowToConnectByTheNameTheyCameTo(String path) {
    assertThat(server.get(path).body())
        .isEqualTo(
            ("{\"url\":\"ws://127.0.0.1:%d/ws\",\"path\":\"/ws\","
                    + "\"subprotocols\":[\"heddle.v1\",\"rooms\"],"
                    + "\"ping_interval_ms\":54000,\"max_message_size\":512000}")
                .formatted(server.port()));
  }

  @ParameterizedTest
  @CsvSource({"https,wss", "'https, http',wss", "http,ws", "nonsense,ws"})
  void behindAProxyItsSchemeCounts(String forwarded, String scheme) {
    HttpResponse<String> response = server.get("/websocket/config", "X-Forwarded-Proto", forwarded);

    assertThat(BoundRoutes.json(response).path("url").asText())
        .isEqualTo(scheme + "://127.0.0.1:" + server.port() + "/ws");
  }

  @Test
  void aConfiguredUrlIsToldAsItIs() {
    server.close();
    server = serve(settings(true, Optional.of("wss://live.example.com/socket")));

    assertThat(BoundRoutes.json(server.get("/websocket/config")).path("url").asText())
        .isEqualTo("wss://live.example.com/socket");
  }

  @Test
  void whereNoWebSocketsAreServedThereIsNothingToConfigure() {
    server.close();
    server = serve(settings(false, Optional.empty()));

    assertThat(server.get("/websocket/config").statusCode()).isEqualTo(404);
    assertThat(server.get("/health").statusCode()).isEqualTo(200);
  }

  @Test
  void theMetricsPageShowsOurMetersAndThoseOfTheJvm() {
    try (JvmMeters _ = JvmMeters.bind(registry)) {
      registry.counter("heddle.test.things", "kind", "one").increment();
      HttpResponse<String> response = server.get("/metrics");

      assertThat(response.headers().firstValue("Content-Type").orElseThrow())
          .startsWith("text/plain; version=0.0.4");
      assertThat(response.body())
          .contains("heddle_test_things_total{kind=\"one\"} 1.0")
          .contains("jvm_memory_used_bytes")
          .contains("process_uptime_seconds")
          .contains("system_cpu_count");
    }
  }

  @Test
  void totalsSumACounterOverItsTags() {
    registry.counter("heddle.test.things", "kind", "one", "way", "in").increment(2);
    registry.counter("heddle.test.things", "kind", "two", "way", "out").increment(3);
    MeterTotals totals = new MeterTotals(registry);

    assertThat(totals.total("heddle.test.things")).isEqualTo(5);
    assertThat(totals.total("heddle.test.things", "way", "in")).isEqualTo(2);
    assertThat(totals.total("heddle.test.other")).isZero();
  }
}
