package io.heddle.http.status;

import static org.apache.pekko.http.javadsl.server.Directives.path;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.Route;

/** {@code /metrics}: all meters as Prometheus reads them. */
final class MetricsRoute {
  private static final String FORMAT = "text/plain; version=0.0.4; charset=utf-8";
  private static final ContentType TYPE = ContentTypes.parse(FORMAT);

  private final PrometheusMeterRegistry registry;

  MetricsRoute(PrometheusMeterRegistry registry) {
    this.registry = registry;
  }

  Route route() {
    return path("metrics", () -> Reads.answer(_ -> page()));
  }

  private HttpResponse page() {
    byte[] text = registry.scrape(FORMAT).getBytes(StandardCharsets.UTF_8);
    return HttpResponse.create().withEntity(HttpEntities.create(TYPE, text));
  }
}
