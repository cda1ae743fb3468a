package io.heddle.app;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.heddle.cluster.sharding.LocalCluster;
import io.heddle.config.Settings;
import io.heddle.config.WebSocketSettings;
import io.heddle.http.answer.ParsingProblem;
import io.heddle.http.server.EventLoops;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What our settings mean for Pekko's. */
final class PekkoConfig {
  /** The phases of shutdown that end sockets; what remains of the time-out is for the cluster's. */
  private static final Duration CLUSTER_SHARE = Duration.ofSeconds(4);

  private PekkoConfig() {}

  static Config of(Settings settings, Optional<EventLoops> loops) {
    WebSocketSettings webSocket = settings.webSocket();
    Map<String, Object> values = new LinkedHashMap<>();
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
        millis(drainTimeout(settings).plusMillis(500)));
    Config ours =
        ConfigFactory.parseMap(values, "heddle settings")
            .withFallback(loops.map(EventLoops::dispatchers).orElse(ConfigFactory.empty()));
    return LocalCluster.config(settings.cluster(), settings.overrides().withFallback(ours));
  }

  /** How long sockets may take to close at shutdown. */
  static Duration drainTimeout(Settings settings) {
    Duration rest = settings.shutdown().timeout().minus(CLUSTER_SHARE);
    Duration least = settings.shutdown().timeout().dividedBy(2);
    return rest.compareTo(least) > 0 ? rest : least;
  }

  private static String millis(Duration duration) {
    return duration.toMillis() + "ms";
  }
}
