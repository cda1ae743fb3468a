package io.heddle.actors.extension;

import io.heddle.actors.fabric.Fabric;
import io.heddle.actors.metrics.ExtensionMetrics;
import io.heddle.config.ExtensionSettings;
import java.util.List;

/**
 * An application's code as it was found.
 *
 * @param handlers of messages
 * @param authorizers of rooms
 */
public record ApplicationCode(List<MessageHandler> handlers, List<RoomAuthorizer> authorizers) {
  /** None. */
  public static final ApplicationCode NONE = new ApplicationCode(List.of(), List.of());

  /** Takes copies of the lists. */
  public ApplicationCode {
    handlers = List.copyOf(handlers);
    authorizers = List.copyOf(authorizers);
  }

  /** These handlers, and no authorisers. */
  public static ApplicationCode handling(MessageHandler... handlers) {
    return new ApplicationCode(List.of(handlers), List.of());
  }

  /** These authorisers, and no handlers. */
  public static ApplicationCode authorizing(RoomAuthorizer... authorizers) {
    return new ApplicationCode(List.of(), List.of(authorizers));
  }

  /**
   * Makes them ready to run.
   *
   * @throws IllegalArgumentException where two handlers are for one type, see {@link Handlers}
   */
  public RunningExtensions start(
      ExtensionSettings settings, ExtensionMetrics metrics, Listeners listeners, Fabric fabric) {
    return new RunningExtensions(
        new Handlers(handlers, settings, metrics, fabric),
        new Authorizers(authorizers, settings, metrics),
        listeners,
        metrics);
  }
}
