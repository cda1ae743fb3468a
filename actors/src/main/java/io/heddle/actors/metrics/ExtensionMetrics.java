package io.heddle.actors.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** What is counted of code of applications, and of what it asks clients. Safe for any thread. */
public final class ExtensionMetrics {
  private final Map<Call, Counter> handlers;
  private final Map<Call, Counter> authorizers;
  private final Map<Call, Counter> membershipSource;
  private final Map<Heard, Counter> listeners;
  private final Map<Request, Counter> requests;

  /** What became of one call. */
  public enum Call {
    /** It came to an end, whatever it said. */
    ANSWERED,
    /** It threw, or answered nothing. */
    FAILED,
    /** It took too long. */
    TIMEOUT,
    /** Too many were waiting. */
    OVERLOADED,
    /** An answer that came when one had been taken already; not a call of its own. */
    TWICE,
    /** An answer that came after the time-out; not a call of its own. */
    LATE
  }

  /** What became of one thing that a listener was to hear. */
  public enum Heard {
    TOLD,
    /** The listener threw. */
    FAILED,
    /** The listener was too far behind. */
    DROPPED
  }

  /** What became of one request to a client. */
  public enum Request {
    ANSWERED,
    REFUSED,
    TIMEOUT,
    GONE,
    TOO_MANY,
    /** A reply to no open request; not a request of its own. */
    UNASKED
  }

  /** Registers the meters. */
  public ExtensionMetrics(MeterRegistry registry) {
    handlers = counters(registry, "heddle.handler.calls", "Messages for handlers", Call.class);
    authorizers =
        counters(registry, "heddle.authorizer.calls", "Questions to authorisers", Call.class);
    membershipSource =
        counters(
            registry,
            "heddle.memberships.source.calls",
            "Questions to an extension about groups",
            Call.class);
    listeners =
        counters(registry, "heddle.listener.calls", "What listeners had to hear", Heard.class);
    requests = counters(registry, "heddle.requests", "Requests to clients", Request.class);
  }

  private static <T extends Enum<T>> Map<T, Counter> counters(
      MeterRegistry registry, String name, String description, Class<T> outcomes) {
    Map<T, Counter> counters = new EnumMap<>(outcomes);
    for (T outcome : outcomes.getEnumConstants()) {
      counters.put(
          outcome,
          Counter.builder(name)
              .description(description)
              .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
    return counters;
  }

  private static <T> void count(Map<T, Counter> counters, T outcome) {
    Counter counter = counters.get(outcome);
    if (counter != null) {
      counter.increment();
    }
  }

  /** A handler was called. */
  public void handler(Call outcome) {
    count(handlers, outcome);
  }

  /** An authoriser was asked. */
  public void authorizer(Call outcome) {
    count(authorizers, outcome);
  }

  /** An extension was asked for a user's groups. */
  public void membershipSource(Call outcome) {
    count(membershipSource, outcome);
  }

  /** A listener was to be told something. */
  public void listener(Heard outcome) {
    count(listeners, outcome);
  }

  /** A client was asked, or replied. */
  public void request(Request outcome) {
    count(requests, outcome);
  }
}
