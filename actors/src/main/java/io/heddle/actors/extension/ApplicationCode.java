package io.heddle.actors.extension;

import io.heddle.actors.fabric.Fabric;
import io.heddle.actors.metrics.ExtensionMetrics;
import io.heddle.config.ExtensionSettings;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

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
   * These, and others as well, but for those of a class that is here already: what is given in code
   * may be on the class path too.
   */
  public ApplicationCode and(ApplicationCode others) {
    return new ApplicationCode(
        both(handlers, others.handlers), both(authorizers, others.authorizers));
  }

  private static <T> List<T> both(List<T> own, List<T> others) {
    Set<Class<?>> here = new HashSet<>();
    own.forEach(each -> here.add(each.getClass()));
    return Stream.concat(
            own.stream(), others.stream().filter(other -> !here.contains(other.getClass())))
        .toList();
  }

  /**
   * Makes them ready to run.
   *
   * @param types asks a handler for its type, once; one without is left out
   * @throws IllegalArgumentException where two handlers are for one type, see {@link Handlers}
   */
  public RunningExtensions start(
      ExtensionSettings settings,
      Function<MessageHandler, Optional<String>> types,
      ExtensionMetrics metrics,
      Listeners listeners,
      Fabric fabric) {
    return start(settings, types, TimeLimit.REAL, metrics, listeners, fabric);
  }

  /** The same; what a handler throws when it is asked is passed on. */
  public RunningExtensions start(
      ExtensionSettings settings, ExtensionMetrics metrics, Listeners listeners, Fabric fabric) {
    return start(settings, TimeLimit.REAL, metrics, listeners, fabric);
  }

  /** The same on a time of the caller's own; what a handler throws when asked is passed on. */
  public RunningExtensions start(
      ExtensionSettings settings,
      TimeLimit limit,
      ExtensionMetrics metrics,
      Listeners listeners,
      Fabric fabric) {
    return start(
        settings, handler -> Optional.of(handler.type()), limit, metrics, listeners, fabric);
  }

  private RunningExtensions start(
      ExtensionSettings settings,
      Function<MessageHandler, Optional<String>> types,
      TimeLimit limit,
      ExtensionMetrics metrics,
      Listeners listeners,
      Fabric fabric) {
    return new RunningExtensions(
        new Handlers(handlers, types, settings, limit, metrics, fabric),
        new Authorizers(authorizers, settings, limit, metrics),
        listeners,
        metrics);
  }
}
