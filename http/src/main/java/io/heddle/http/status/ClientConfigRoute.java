package io.heddle.http.status;

import static org.apache.pekko.http.javadsl.server.Directives.path;
import static org.apache.pekko.http.javadsl.server.Directives.reject;

import io.heddle.config.WebSocketSettings;
import io.heddle.http.answer.Json;
import io.heddle.http.answer.Problem;
import io.heddle.http.auth.Authority;
import io.heddle.http.auth.ForwardedScheme;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.Route;

/** {@code config}: where and how a client is to connect. */
final class ClientConfigRoute {
  private final WebSocketSettings settings;
  private final List<String> subprotocols;

  ClientConfigRoute(WebSocketSettings settings, List<String> subprotocols) {
    this.settings = settings;
    this.subprotocols = List.copyOf(subprotocols);
  }

  /** Nothing where no WebSockets are served. */
  Route route() {
    if (!settings.enabled() || settings.endpoints().isEmpty()) {
      return reject();
    }
    return path("config", () -> Reads.answer(this::config));
  }

  private HttpResponse config(HttpRequest request) {
    String path = settings.endpoints().getFirst().path();
    return settings
        .url()
        .or(() -> derived(request, path))
        .map(
            url ->
                Json.ok(
                    new ClientConfig(
                        url,
                        path,
                        subprotocols,
                        settings.pingInterval().toMillis(),
                        settings.maxMessageSize().value())))
        .orElseGet(() -> Problem.badRequest("header 'Host' is no host and port").response());
  }

  /** By the name under which the client found this server, through a proxy that ends TLS too. */
  private static Optional<String> derived(HttpRequest request, String path) {
    String scheme = ForwardedScheme.of(request).orElseGet(() -> request.getUri().scheme());
    return request
        .getHeader("host")
        .flatMap(host -> Authority.parse(host.value().strip()))
        .map(host -> (scheme.equals("https") ? "wss://" : "ws://") + host + path);
  }

  private record ClientConfig(
      String url,
      String path,
      List<String> subprotocols,
      long pingIntervalMs,
      long maxMessageSize) {}
}
