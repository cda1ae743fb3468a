package io.heddle.http.admin;

import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.parameterOptional;
import static org.apache.pekko.http.javadsl.server.Directives.path;
import static org.apache.pekko.http.javadsl.server.PathMatchers.segment;

import io.heddle.actors.node.Nodes;
import io.heddle.actors.node.Nodes.DrainAnswer;
import io.heddle.actors.protocol.ToNode.NodeReport;
import io.heddle.http.answer.Json;
import io.heddle.http.answer.Problem;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.Route;

/** The cluster's nodes: how each does, and having one drain and end. */
final class NodeRoutes {
  private final Nodes nodes;
  private final AdminEndpoint endpoint;

  NodeRoutes(Nodes nodes, AdminEndpoint endpoint) {
    this.nodes = nodes;
    this.endpoint = endpoint;
  }

  Route route() {
    return concat(
        path("nodes", () -> endpoint.get("nodes", () -> nodes.all().thenApply(NodeRoutes::listed))),
        path(
            segment("nodes").slash(segment()).slash("drain"),
            node -> parameterOptional("last", last -> drain(node, last))));
  }

  private Route drain(String node, Optional<String> last) {
    boolean evenIfLast = last.filter("true"::equals).isPresent();
    return endpoint.post(
        "node_drain",
        _ -> nodes.drain(node, evenIfLast).thenApply(answer -> drained(node, answer)));
  }

  private static HttpResponse listed(List<NodeReport> reports) {
    return Json.ok(
        new Listing(
            reports.stream()
                .sorted(Comparator.comparing(NodeReport::node))
                .map(NodeState::of)
                .toList()));
  }

  private static HttpResponse drained(String node, DrainAnswer answer) {
    return switch (answer) {
      case DrainAnswer.Draining(var report) -> Json.answer(202, NodeState.of(report));
      case DrainAnswer.Unknown() -> Problem.of(404, "no node '" + node + "'").response();
      case DrainAnswer.LastOne() ->
          Problem.of(
                  409, "no other node takes its connections; '?last=true' drains it all the same")
              .response();
      case DrainAnswer.Unanswered() ->
          Problem.unavailable("the node did not answer; look whether it drains").response();
    };
  }

  private record Listing(List<NodeState> nodes) {}

  /** {@code seats} is -1 where there is no limit. */
  private record NodeState(
      String node, String state, int connections, long asked, long seats, String policies) {
    static NodeState of(NodeReport report) {
      return new NodeState(
          report.node(),
          report.leaving() ? "draining" : "serving",
          report.connections(),
          report.asked(),
          report.seats() == NodeReport.UNLIMITED ? -1 : report.seats(),
          report.policies());
    }
  }
}
