package io.heddle.http.auth;

import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.interfaces.JWTVerifier;
import io.heddle.config.JwksSettings;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A set of keys that is fetched, and kept.
 *
 * <ul>
 *   <li>A known key is used at once. Where the set is older than {@code jwks-refresh}, it is
 *       fetched anew meanwhile.
 *   <li>A token with an unknown key waits for a fetch: so keys may rotate at any time.
 *   <li>One fetch runs at a time, and {@code jwks-cooldown} lies between two, so that tokens with
 *       made-up keys cannot make this node a burden to the issuer.
 *   <li>Where a fetch fails, the keys that are known stay in use for a day.
 * </ul>
 *
 * Safe to call from any thread, and never blocks it.
 */
final class JwksCache implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(JwksCache.class);

  /** An issuer that withdraws a key must be heard at last, or the key is not withdrawn. */
  private static final Duration MAX_AGE = Duration.ofDays(1);

  private final JwksSource source;
  private final String name;
  private final JwksSettings settings;
  private final Function<Algorithm, Optional<JWTVerifier>> rules;
  private final Clock clock;
  private final JwksMetrics metrics;
  private volatile Snapshot snapshot = new Snapshot(JwkSet.EMPTY, Instant.MIN);
  private volatile Optional<JwksOutcome> trouble = Optional.empty();
  private Optional<Instant> started = Optional.empty();
  private Optional<CompletableFuture<JwksOutcome>> running = Optional.empty();

  private record Snapshot(JwkSet keys, Instant at) {}

  /**
   * A cache that is empty still.
   *
   * @param name whose keys they are, for the log and for readiness
   * @param rules what a token of an algorithm is held against; empty where it is not taken
   */
  JwksCache(
      JwksSource source,
      String name,
      JwksSettings settings,
      Function<Algorithm, Optional<JWTVerifier>> rules,
      Clock clock,
      JwksMetrics metrics) {
    this.source = source;
    this.name = name;
    this.settings = settings;
    this.rules = rules;
    this.clock = clock;
    this.metrics = metrics;
  }

  /** The key for a token's header; see {@link KeyRing#find}. */
  CompletionStage<KeyRing.Found> find(String algorithm, Optional<String> kid) {
    Snapshot now = snapshot;
    Optional<JWTVerifier> known = now.keys.find(algorithm, kid);
    if (known.isPresent() && !isOlder(now, MAX_AGE)) {
      if (isOlder(now, settings.refresh())) {
        var _ = refresh();
      }
      return CompletableFuture.completedFuture(new KeyRing.Key(known.get()));
    }
    Optional<CompletableFuture<JwksOutcome>> fetch = refresh();
    if (fetch.isEmpty()) {
      metrics.limited();
      return CompletableFuture.completedFuture(new KeyRing.Unreachable());
    }
    return fetch.get().thenApply(outcome -> after(outcome, algorithm, kid));
  }

  private KeyRing.Found after(JwksOutcome outcome, String algorithm, Optional<String> kid) {
    return outcome == JwksOutcome.FETCHED
        ? snapshot
            .keys
            .find(algorithm, kid)
            .<KeyRing.Found>map(KeyRing.Key::new)
            .orElseGet(KeyRing.None::new)
        : new KeyRing.Unreachable();
  }

  private boolean isOlder(Snapshot set, Duration age) {
    return set.at.plus(age).isBefore(clock.instant());
  }

  /** The fetch that runs, or one that begins; empty where it is too soon for one. */
  synchronized Optional<CompletableFuture<JwksOutcome>> refresh() {
    if (running.isPresent()) {
      return running;
    }
    Instant now = clock.instant();
    if (started.isPresent() && isWithin(started.get(), now)) {
      return Optional.empty();
    }
    started = Optional.of(now);
    CompletableFuture<JwksOutcome> fetch = new CompletableFuture<>();
    running = Optional.of(fetch);
    source
        .fetch()
        .whenCompleteAsync((answer, _) -> fetched(answer, fetch), Thread::startVirtualThread);
    return Optional.of(fetch);
  }

  /** A clock that was put back must not stop all fetches until it has caught up. */
  private boolean isWithin(Instant start, Instant now) {
    Duration since = Duration.between(start, now);
    return !since.isNegative() && since.compareTo(settings.cooldown()) < 0;
  }

  private void fetched(JwksSource.Answer answer, CompletableFuture<JwksOutcome> fetch) {
    JwksOutcome outcome = taken(answer);
    metrics.fetched(outcome);
    if (outcome != JwksOutcome.FETCHED) {
      log.warn("The keys of {} cannot be fetched: {}", name, outcome.text());
    } else if (trouble.isPresent()) {
      log.info("The keys of {} are fetched again", name);
    }
    trouble = outcome == JwksOutcome.FETCHED ? Optional.empty() : Optional.of(outcome);
    synchronized (this) {
      running = Optional.empty();
    }
    fetch.complete(outcome);
  }

  private JwksOutcome taken(JwksSource.Answer answer) {
    return switch (answer) {
      case JwksSource.Failed(var outcome) -> outcome;
      case JwksSource.Body(var text) -> {
        try {
          JwkSet keys = JwkSet.read(text, rules);
          if (keys.keys().isEmpty()) {
            yield JwksOutcome.NO_KEYS;
          }
          snapshot = new Snapshot(keys, clock.instant());
          yield JwksOutcome.FETCHED;
        } catch (IOException | RuntimeException _) {
          yield JwksOutcome.MALFORMED;
        }
      }
    };
  }

  /** Why keys cannot be fetched now, one line; empty where they can. */
  Optional<String> trouble() {
    return trouble.map(outcome -> "keys of " + name + " cannot be fetched: " + outcome.text());
  }

  @Override
  public void close() {
    source.close();
  }
}
