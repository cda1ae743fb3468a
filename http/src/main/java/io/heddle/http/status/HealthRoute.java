package io.heddle.http.status;

import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.path;
import static org.apache.pekko.http.javadsl.server.PathMatchers.segment;

import io.heddle.http.answer.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.Route;

/** {@code /health}, {@code /health/live}, {@code /health/startup} and {@code /health/ready}. */
final class HealthRoute {
  private final Readiness readiness;
  private final Supplier<LocalNumbers> numbers;

  HealthRoute(Readiness readiness, Supplier<LocalNumbers> numbers) {
    this.readiness = readiness;
    this.numbers = numbers;
  }

  /** Whether the process answers, and how much it holds. */
  Route health() {
    return path("health", () -> Reads.answer(_ -> summary()));
  }

  Route probes() {
    return concat(
        path(
            segment("health").slash("live"),
            () -> Reads.answer(_ -> Json.ok(Map.of("status", "alive")))),
        path(segment("health").slash("startup"), () -> Reads.answer(_ -> startup())),
        path(segment("health").slash("ready"), () -> Reads.answer(_ -> ready())));
  }

  private HttpResponse summary() {
    LocalNumbers now = numbers.get();
    return Json.ok(new Summary("healthy", now.connections(), now.rooms()));
  }

  private HttpResponse startup() {
    return readiness.hasStarted()
        ? Json.ok(Map.of("status", "started"))
        : Json.answer(503, Map.of("status", "starting"));
  }

  private HttpResponse ready() {
    Map<String, Object> troubles = new LinkedHashMap<>();
    boolean down = false;
    for (var check : readiness.states().entrySet()) {
      switch (check.getValue()) {
        case ReadinessState.Up() -> {}
        case ReadinessState.Degraded(var detail) ->
            troubles.put(check.getKey(), new Trouble("degraded", detail));
        case ReadinessState.Down(var detail) -> {
          troubles.put(check.getKey(), new Trouble("down", detail));
          down = true;
        }
      }
    }
    if (troubles.isEmpty()) {
      return Json.ok(Map.of("status", "ready"));
    }
    return down
        ? Json.answer(503, new Verdict("not_ready", troubles))
        : Json.ok(new Verdict("degraded", troubles));
  }

  private record Summary(String status, int clients, int rooms) {}

  private record Trouble(String status, String detail) {}

  private record Verdict(String status, Map<String, Object> checks) {}
}
