package io.heddle.http.admin;

import static org.apache.pekko.http.javadsl.server.Directives.path;

import io.heddle.actors.fabric.Fabric;
import io.heddle.actors.protocol.ToNode.NodeLoad;
import io.heddle.http.answer.Json;
import io.heddle.http.status.LocalNumbers;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.Route;

/** {@code stats}: how much all nodes hold, and this one. */
final class StatsRoute {
  private final Fabric fabric;
  private final AdminEndpoint endpoint;
  private final Supplier<LocalNumbers> numbers;

  StatsRoute(Fabric fabric, AdminEndpoint endpoint, Supplier<LocalNumbers> numbers) {
    this.fabric = fabric;
    this.endpoint = endpoint;
    this.numbers = numbers;
  }

  Route route() {
    return path("stats", () -> endpoint.get("stats", () -> fabric.load().thenApply(this::stats)));
  }

  private HttpResponse stats(NodeLoad all) {
    return Json.ok(new Stats(all.connections(), all.rooms(), numbers.get()));
  }

  private record Stats(int connections, int rooms, LocalNumbers node) {}
}
