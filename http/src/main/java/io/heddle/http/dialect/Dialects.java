package io.heddle.http.dialect;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;

/** The dialects that this server speaks, and which of them a connection gets. Immutable. */
public final class Dialects {
  private final Map<String, Dialect> byName = new LinkedHashMap<>();

  /**
   * These dialects, in this order.
   *
   * @throws IllegalArgumentException where there is none, or two have one name
   */
  public Dialects(Collection<Dialect> dialects) {
    for (Dialect dialect : dialects) {
      if (byName.putIfAbsent(dialect.name(), dialect) != null) {
        throw new IllegalArgumentException("two dialects are named " + dialect.name());
      }
    }
    if (byName.isEmpty()) {
      throw new IllegalArgumentException("no dialect");
    }
  }

  /**
   * What a provider makes, guarded: its encoder throws nothing, and answers a fault instead. Throws
   * whatever the provider throws, and where it makes nothing.
   */
  public static Dialect made(
      DialectProvider provider, DialectLimits limits, Clock clock, MeterRegistry registry) {
    return GuardedDialect.of(
        Objects.requireNonNull(provider.create(limits, clock), "it made no dialect"), registry);
  }

  /** All dialects whose {@link DialectProvider} is on the class path. */
  public static Dialects load(DialectLimits limits, Clock clock) {
    return new Dialects(
        ServiceLoader.load(DialectProvider.class, Dialects.class.getClassLoader()).stream()
            .map(provider -> provider.get().create(limits, clock))
            .toList());
  }

  /** The subprotocols that a client may offer. */
  public List<String> names() {
    return List.copyOf(byName.keySet());
  }

  /** The dialect of this name. */
  public Optional<Dialect> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /**
   * Chooses for one connection: the first offered subprotocol that is known; else what the query
   * asks for; else the endpoint's. Offers that nobody knows are passed over without an error, as
   * RFC 6455, section 4.2.2, has it: the answer then names no subprotocol.
   *
   * @param offered the values of {@code Sec-WebSocket-Protocol}, in the client's order
   * @param query the value of {@code ?dialect=}, where there is one
   * @param endpoint the dialect of the endpoint
   */
  public Choice choose(List<String> offered, Optional<String> query, Dialect endpoint) {
    for (String name : offered) {
      Dialect known = byName.get(name);
      if (known != null) {
        return new Chosen(known, Optional.of(name));
      }
    }
    if (query.isEmpty()) {
      return new Chosen(endpoint, Optional.empty());
    }
    Dialect asked = byName.get(query.get());
    return asked != null
        ? new Chosen(asked, Optional.empty())
        : new Unknown("unknown dialect in parameter 'dialect'; known are " + knownNames());
  }

  private String knownNames() {
    return String.join(", ", byName.keySet());
  }

  /** What came of choosing. */
  public sealed interface Choice {}

  /** Speak {@code dialect}, and name {@code subprotocol} in the answer, if there is one. */
  public record Chosen(Dialect dialect, Optional<String> subprotocol) implements Choice {}

  /** The query asks for a dialect that does not exist; {@code error} is fit for the client. */
  public record Unknown(String error) implements Choice {}
}
