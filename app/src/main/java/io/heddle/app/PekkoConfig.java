package io.heddle.app;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.heddle.cluster.sharding.LocalCluster;
import io.heddle.config.Settings;
import io.heddle.config.WebSocketSettings;
import io.heddle.http.answer.ParsingProblem;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** What our settings mean for Pekko's. */
final class PekkoConfig {
  private PekkoConfig() {}

  /** For a process of its own. */
  static Config of(Settings settings) {
    return of(settings, Map.of());
  }

  /** For somebody else's process: whatever breaks, that process decides whether it goes on. */
  static Config embedded(Settings settings) {
    return of(settings, Map.of("pekko.jvm-exit-on-fatal-error", false));
  }

  private static Config of(Settings settings, Map<String, ?> process) {
    WebSocketSettings webSocket = settings.webSocket();
    Map<String, Object> values = new LinkedHashMap<>(process);
    values.put("pekko.http.server.backlog", webSocket.backlog());
    values.put("pekko.http.parsing.max-uri-length", webSocket.headSize().value());
    values.put("pekko.http.parsing.max-header-value-length", webSocket.headSize().value());
    values.put("pekko.http.server.parsing.error-handler", ParsingProblem.class.getName());
    if (!webSocket.writeBufferSize().isZero()) {
      values.put(
          "pekko.http.server.socket-options.so-send-buffer-size",
          webSocket.writeBufferSize().value());
    }
    values.put(
        "pekko.coordinated-shutdown.phases.service-requests-done.timeout",
        millis(settings.drain().connections().plusMillis(500)));
    values.put(
        "pekko.coordinated-shutdown.phases.before-service-unbind.timeout",
        millis(settings.drain().loadBalancer().plusSeconds(1)));
    Config ours = ConfigFactory.parseMap(values, "heddle settings");
    return LocalCluster.config(settings.cluster(), settings.overrides().withFallback(ours));
  }

  private static String millis(Duration duration) {
    return duration.toMillis() + "ms";
  }
}
