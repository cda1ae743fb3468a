package io.heddle.app.warmup;

import io.heddle.config.WebSocketSettings;
import io.heddle.http.server.BoundServer;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.server.Route;

/** Makes whichever server a node has listen. */
@FunctionalInterface
public interface Binder {
  /**
   * Listens on the host and port of the settings.
   *
   * @param registry where the server counts
   * @return fails with the system's exception where the address cannot be taken
   */
  CompletionStage<BoundServer> bind(
      WebSocketSettings settings, Route route, MeterRegistry registry);
}
