package io.heddle.http.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.heddle.actors.node.NodeDirectory;
import io.heddle.actors.node.Nodes;
import io.heddle.config.Bytes;
import io.heddle.http.BoundRoutes;
import io.heddle.http.RecordingFabric;
import io.heddle.http.answer.ProblemSeal;
import io.heddle.http.auth.AdminAccess;
import io.heddle.http.auth.CredentialsReader;
import io.heddle.http.auth.Gate;
import io.heddle.http.auth.ListedOrigins;
import io.heddle.http.auth.Tokens;
import io.heddle.http.status.LocalNumbers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.http.HttpResponse;
import java.util.List;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.http.javadsl.server.Route;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The admin API behind a real port; forgets what was asked between two tests. */
final class AdminServer implements BeforeEachCallback, AfterAllCallback {
  static final int MAX_BODY = 2_000;

  final RecordingFabric fabric = new RecordingFabric();
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "no-nodes");
  private final BoundRoutes server = new BoundRoutes(routes());

  private Route routes() {
    var access =
        new AdminAccess(
            new CredentialsReader(Tokens.auth().cookies()),
            Gate.of(new ListedOrigins(List.of("https://admin.com"), false), Tokens.verifier()),
            Tokens.auth().adminRoles(),
            registry);
    var routes =
        new AdminRoutes(
            fabric,
            new Nodes(system, NodeDirectory.secluded()),
            access,
            new Bytes(MAX_BODY),
            40,
            () -> new LocalNumbers(4, 2, 100, 900),
            registry);
    return new ProblemSeal(registry).seal(routes.route());
  }

  /** As an admin. */
  HttpResponse<String> post(String path, String body) {
    return send("POST", path, body, "Authorization", "Bearer " + Tokens.admin());
  }

  /** As an admin. */
  HttpResponse<String> get(String path) {
    return send("GET", path, "", "Authorization", "Bearer " + Tokens.admin());
  }

  HttpResponse<String> send(String method, String path, String body, String... headers) {
    return server.send(method, path, body, headers);
  }

  double counted(String route, String status) {
    var counter =
        registry.find("heddle.admin.requests").tags("route", route, "status", status).counter();
    return counter == null ? 0 : counter.count();
  }

  /** The problem's detail, after a look at all that a problem must have. */
  static String problem(HttpResponse<String> response, int status) {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    JsonNode body = BoundRoutes.json(response);
    assertThat(body.path("type").asText()).isEqualTo("about:blank");
    assertThat(body.path("status").asInt()).isEqualTo(status);
    assertThat(body.path("title").asText()).isNotEmpty();
    assertThat(body.path("error")).isEqualTo(body.path("detail"));
    return body.path("detail").asText();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    fabric.asked().clear();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    server.close();
    system.terminate();
  }
}
