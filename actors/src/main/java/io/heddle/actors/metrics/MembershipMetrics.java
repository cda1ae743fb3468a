package io.heddle.actors.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** What is counted of users' groups: who is asked for them, and their live changes. */
public final class MembershipMetrics {
  private final Map<Lookup, Counter> lookups = new EnumMap<>(Lookup.class);
  private final Counter refused;
  private final Counter unfit;
  private final Counter joined;
  private final Counter left;
  private final Counter late;
  private final Counter forgotten;

  /** What became of one question to a source. */
  public enum Lookup {
    FOUND,
    /** It had no answer, or a faulty one. */
    FAILED,
    TIMEOUT
  }

  /** Registers the meters. */
  public MembershipMetrics(MeterRegistry registry) {
    for (Lookup outcome : Lookup.values()) {
      lookups.put(
          outcome,
          Counter.builder("heddle.memberships.lookups")
              .description("Questions to the source of users' groups")
              .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
    refused =
        Counter.builder("heddle.memberships.refused")
            .description("Connections that were refused since nobody knew the user's groups")
            .register(registry);
    unfit =
        Counter.builder("heddle.memberships.unfit")
            .description("Groups of a source's that were left out, as no room can have their name")
            .register(registry);
    joined = changes(registry, "joined");
    left = changes(registry, "left");
    late = changes(registry, "late");
    forgotten =
        Counter.builder("heddle.memberships.forgotten")
            .description("Live changes that were forgotten before their time, as there were many")
            .register(registry);
  }

  private static Counter changes(MeterRegistry registry, String outcome) {
    return Counter.builder("heddle.memberships.changes")
        .description("Connections that a live change brought into a group, or out of one")
        .tag("outcome", outcome)
        .register(registry);
  }

  /** A source was asked. */
  public void looked(Lookup outcome) {
    Counter counter = lookups.get(outcome);
    if (counter != null) {
      counter.increment();
    }
  }

  /** A connection was refused for want of an answer. */
  public void refused() {
    refused.increment();
  }

  /** So many names of a source's cannot name groups. */
  public void unfit(int groups) {
    unfit.increment(groups);
  }

  /** A connection was joined to a group, or taken out of it. */
  public void changed(boolean in) {
    (in ? joined : left).increment();
  }

  /** A connection came in after a change that its token or source did not know. */
  public void late() {
    late.increment();
  }

  /** So many changes were forgotten to make room. */
  public void forgotten(int changes) {
    forgotten.increment(changes);
  }
}
