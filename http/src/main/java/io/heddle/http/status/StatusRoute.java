package io.heddle.http.status;

import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.path;
import static org.apache.pekko.http.javadsl.server.PathMatchers.segment;

import io.heddle.http.answer.Json;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.Route;

/** {@code /status}, and {@code /stats}, which is {@code /ws/stats} too. */
final class StatusRoute {
  private final NodeInfo node;
  private final Supplier<LocalNumbers> numbers;
  private final Clock clock;

  StatusRoute(NodeInfo node, Supplier<LocalNumbers> numbers, Clock clock) {
    this.node = node;
    this.numbers = numbers;
    this.clock = clock;
  }

  Route status() {
    return path("status", () -> Reads.answer(_ -> statusNow()));
  }

  Route stats() {
    return concat(
        path("stats", () -> Reads.answer(_ -> statsNow())),
        path(segment("ws").slash("stats"), () -> Reads.answer(_ -> statsNow())));
  }

  private HttpResponse statusNow() {
    LocalNumbers now = numbers.get();
    long uptime = Duration.between(node.started(), clock.instant()).toSeconds();
    return Json.ok(
        new Status(
            "running", node.version(), uptime, node.nodeId(), now.connections(), now.rooms()));
  }

  private HttpResponse statsNow() {
    LocalNumbers now = numbers.get();
    return Json.ok(new Stats(now.connections(), now.rooms(), now.messagesIn(), now.messagesOut()));
  }

  private record Status(
      String status, String version, long uptimeSeconds, String nodeId, int clients, int rooms) {}

  private record Stats(int connections, int rooms, long messagesIn, long messagesOut) {}
}
