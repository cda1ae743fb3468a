package io.heddle.http.status;

import static org.apache.pekko.http.javadsl.server.Directives.concat;

import io.heddle.config.WebSocketSettings;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.server.Route;

/** All routes that anybody may ask. None of them blocks or leaves the node. */
public final class StatusRoutes {
  private final HealthRoute health;
  private final StatusRoute status;
  private final ClientConfigRoute config;
  private final MetricsRoute metrics;

  /**
   * Takes what there is to tell.
   *
   * @param subprotocols names of the dialects that clients may ask for
   * @param numbers asked at each request, on its thread: must not block
   */
  public StatusRoutes(
      WebSocketSettings settings,
      List<String> subprotocols,
      NodeInfo node,
      Readiness readiness,
      Supplier<LocalNumbers> numbers,
      PrometheusMeterRegistry registry,
      Clock clock) {
    this.health = new HealthRoute(readiness, numbers);
    this.status = new StatusRoute(node, numbers, clock);
    this.config = new ClientConfigRoute(settings, subprotocols);
    this.metrics = new MetricsRoute(registry);
  }

  /** The routes, unsealed: what they do not know they leave to others. */
  public Route route() {
    return concat(
        health.health(),
        health.probes(),
        status.status(),
        status.stats(),
        metrics.route(),
        ApiPrefixes.under(() -> concat(health.health(), status.status(), config.route())));
  }
}
