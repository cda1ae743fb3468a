package io.heddle.actors.extension;

import io.heddle.actors.fabric.Fabric;
import io.heddle.actors.metrics.ExtensionMetrics;
import io.heddle.config.ExtensionSettings;
import java.util.Collection;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * An application's code as it was found.
 *
 * @param handlers of messages
 * @param authorizers of rooms
 */
public record Extensions(List<MessageHandler> handlers, List<RoomAuthorizer> authorizers) {
  /** None. */
  public static final Extensions NONE = new Extensions(List.of(), List.of());

  /** Takes copies of the lists. */
  public Extensions {
    handlers = List.copyOf(handlers);
    authorizers = List.copyOf(authorizers);
  }

  /** These handlers, and no authorisers. */
  public static Extensions handling(MessageHandler... handlers) {
    return new Extensions(List.of(handlers), List.of());
  }

  /** These authorisers, and no handlers. */
  public static Extensions authorizing(RoomAuthorizer... authorizers) {
    return new Extensions(List.of(), List.of(authorizers));
  }

  /**
   * All that a class loader finds.
   *
   * @throws java.util.ServiceConfigurationError where one cannot be made
   */
  public static Extensions load(ClassLoader loader) {
    return new Extensions(all(MessageHandler.class, loader), all(RoomAuthorizer.class, loader));
  }

  private static <T> List<T> all(Class<T> service, ClassLoader loader) {
    return ServiceLoader.load(service, loader).stream().map(ServiceLoader.Provider::get).toList();
  }

  /** The same with these as well. */
  public Extensions and(Extensions others) {
    return new Extensions(both(handlers, others.handlers), both(authorizers, others.authorizers));
  }

  private static <T> List<T> both(Collection<T> some, Collection<T> others) {
    return Stream.concat(some.stream(), others.stream()).toList();
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
