package io.heddle.app;

import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.reject;

import io.heddle.actors.fabric.Fabric;
import io.heddle.actors.metrics.ConnectionMetrics;
import io.heddle.actors.node.Nodes;
import io.heddle.actors.protocol.ToNode;
import io.heddle.app.extension.Extensions;
import io.heddle.config.AuthSettings;
import io.heddle.config.Settings;
import io.heddle.config.WebSocketSettings;
import io.heddle.http.admin.AdminRoutes;
import io.heddle.http.answer.ProblemSeal;
import io.heddle.http.auth.AdminAccess;
import io.heddle.http.auth.Admission;
import io.heddle.http.auth.CredentialsReader;
import io.heddle.http.auth.WaysIn;
import io.heddle.http.dialect.DialectLimits;
import io.heddle.http.dialect.DialectProvider;
import io.heddle.http.dialect.Dialects;
import io.heddle.http.socket.SocketEnvironment;
import io.heddle.http.socket.SocketMetrics;
import io.heddle.http.socket.WebSocketRoute;
import io.heddle.http.status.LocalNumbers;
import io.heddle.http.status.NodeInfo;
import io.heddle.http.status.Readiness;
import io.heddle.http.status.StatusRoutes;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.http.javadsl.server.Route;

/** All that a node answers over HTTP, as one route. */
final class Routes {
  private Routes() {}

  /**
   * The route of a node, sealed.
   *
   * @param page what is served beside, such as the development page
   */
  static Route of(
      Settings settings,
      Extensions extensions,
      Fabric fabric,
      Nodes nodes,
      ActorRef<ToNode> node,
      WaysIn ways,
      ConnectionMetrics connections,
      Readiness readiness,
      NodeInfo info,
      Supplier<LocalNumbers> numbers,
      PrometheusMeterRegistry registry,
      Clock clock,
      Optional<Route> page) {
    WebSocketSettings webSocket = settings.webSocket();
    AuthSettings auth = settings.auth();
    DialectLimits limits =
        new DialectLimits(
            settings.rooms().maxNameLength(), settings.limits().maxRoomsPerConnection());
    Dialects dialects =
        new Dialects(
            extensions.all(DialectProvider.class).stream()
                .flatMap(
                    provider ->
                        extensions
                            .made(provider, it -> Dialects.made(it, limits, clock, registry))
                            .stream())
                .toList());
    CredentialsReader reader = new CredentialsReader(auth.cookies());
    AdminAccess access = new AdminAccess(reader, ways.gate(), auth.adminRoles(), registry);
    int limit = settings.limits().maxConnections();
    Route sockets =
        webSocket.enabled()
            ? new WebSocketRoute(
                    new SocketEnvironment(webSocket, node, new SocketMetrics(registry)),
                    new Admission(reader, ways.gate(), registry),
                    dialects,
                    () -> limit > 0 && connections.open() >= limit,
                    registry)
                .route()
            : reject();
    return new ProblemSeal(registry)
        .seal(
            concat(
                sockets,
                new StatusRoutes(
                        webSocket, dialects.names(), info, readiness, numbers, registry, clock)
                    .route(),
                new AdminRoutes(
                        fabric,
                        nodes,
                        access,
                        webSocket.maxMessageSize(),
                        settings.rooms().maxNameLength(),
                        numbers,
                        registry)
                    .route(),
                page.orElse(reject())));
  }
}
