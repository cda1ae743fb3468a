package io.heddle.actors.extension;

import io.heddle.actors.fabric.Fabric;
import io.heddle.actors.metrics.ExtensionMetrics;
import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.Caller;
import io.heddle.actors.protocol.ErrorCode;
import io.heddle.actors.protocol.HandlerOutcome;
import io.heddle.actors.protocol.ReservedTypes;
import io.heddle.config.ExtensionSettings;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** The handlers of a node by the type that each answers. Safe for any thread. */
public final class Handlers implements AutoCloseable {
  private final Map<String, Entry> byType = new HashMap<>();
  private final Fabric fabric;

  private record Entry(MessageHandler handler, CallPool pool) {}

  /**
   * These handlers.
   *
   * @param types asks a handler for its type; one without is left out
   * @param limit ends calls that take too long
   * @param fabric what they are given
   * @throws IllegalArgumentException where two answer one type, or a type is reserved or malformed;
   *     it names the classes
   */
  public Handlers(
      Collection<? extends MessageHandler> handlers,
      Function<MessageHandler, Optional<String>> types,
      ExtensionSettings settings,
      TimeLimit limit,
      ExtensionMetrics metrics,
      Fabric fabric) {
    this.fabric = fabric;
    for (MessageHandler handler : handlers) {
      Optional<String> told = types.apply(handler);
      if (told.isEmpty()) {
        continue;
      }
      String type = told.get();
      String name = handler.getClass().getName();
      if (ReservedTypes.contains(type)) {
        throw new IllegalArgumentException(
            "handler %s is for '%s', which is a type of the protocol's own".formatted(name, type));
      }
      if (!ReservedTypes.allows(type)) {
        throw new IllegalArgumentException(
            "handler %s is for '%s'; a type has 1 to 64 characters without spaces and controls"
                .formatted(name, type));
      }
      CallPool pool =
          new CallPool(
              handler,
              "handler %s of '%s'".formatted(name, type),
              settings,
              limit,
              metrics::handler);
      Entry other = byType.putIfAbsent(type, new Entry(handler, pool));
      if (other != null) {
        throw new IllegalArgumentException(
            "two handlers are for '%s': %s and %s"
                .formatted(type, other.handler.getClass().getName(), name));
      }
    }
  }

  /** The types that are answered. */
  public Set<String> types() {
    return Set.copyOf(byType.keySet());
  }

  /** Whether there is a handler for a type. */
  public boolean knows(String type) {
    return byType.containsKey(type);
  }

  /**
   * Has a message answered.
   *
   * @param type one that is {@link #knows known}
   * @param sink hears once what became of it, on some thread, which it must not hold up
   */
  public void call(String type, Caller caller, Payload data, Consumer<HandlerOutcome> sink) {
    Entry entry = byType.get(type);
    if (entry == null) {
      throw new IllegalArgumentException("no handler for " + type);
    }
    entry.pool.call(
        () -> entry.handler.handle(new HandlerCall(caller, data, fabric)),
        ended -> sink.accept(outcome(type, ended)));
  }

  private static HandlerOutcome outcome(String type, CallPool.Ended<HandlerAnswer> ended) {
    return switch (ended) {
      case CallPool.Answered(HandlerAnswer.Reply(var own, var data)) ->
          new HandlerOutcome.Replied(own.orElse(type), data);
      case CallPool.Answered(HandlerAnswer.Refusal(var code, var text)) ->
          new HandlerOutcome.Refused(code, text);
      case CallPool.Answered(HandlerAnswer.Silence _) -> new HandlerOutcome.Silent();
      case CallPool.Failed(var fault) -> new HandlerOutcome.Failed(fault);
      case CallPool.Overloaded<HandlerAnswer>() ->
          new HandlerOutcome.Refused(ErrorCode.UNAVAILABLE, "too busy, try again");
    };
  }

  @Override
  public void close() {
    byType.values().forEach(entry -> entry.pool.close());
  }
}
