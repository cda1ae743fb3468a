package io.heddle.http.auth;

import io.heddle.actors.protocol.TokenVerifier;
import io.heddle.config.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that decides who may come into a node: what the settings say, or the extensions that stand in
 * for it. Made once, at start. Safe to use from any thread.
 */
public final class WaysIn implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(WaysIn.class);

  private final JwtVerifier tokens;
  private final Authenticator authenticator;
  private final Gate gate;

  private WaysIn(JwtVerifier tokens, Authenticator authenticator, Gate gate) {
    this.tokens = tokens;
    this.authenticator = authenticator;
    this.gate = gate;
  }

  /**
   * Reads keys, and begins to fetch what keys there are to be fetched; does not wait for them.
   *
   * @param authenticators those of extensions, of which there can be one
   * @param policies those of extensions, of which there can be one
   * @param first calls those; whose call fails is left out
   * @throws IllegalArgumentException naming the setting or the extension that is at fault
   */
  public static WaysIn open(
      Settings settings,
      Clock clock,
      MeterRegistry registry,
      List<AuthenticatorProvider> authenticators,
      List<OriginPolicyProvider> policies,
      FirstCall first) {
    OriginPolicy listed =
        new ListedOrigins(
            settings.webSocket().allowedOrigins(), settings.webSocket().cookieWithoutOrigin());
    Duration timeout = settings.auth().timeout();
    JwtVerifier tokens = new JwtVerifier(settings.jwt(), settings.auth(), clock, registry);
    Guard guard = new Guard("origin_policy", timeout, registry);
    Guard guarding = new Guard("authenticator", timeout, registry);
    try {
      Optional<Authenticator> own =
          sole("AuthenticatorProvider", authenticators)
              .flatMap(it -> made(it, each -> each.create(tokens, settings), guarding, first));
      Authenticator authenticator =
          own.<Authenticator>map(it -> new GuardedAuthenticator(it, guarding)).orElse(tokens);
      Gate gate =
          sole("OriginPolicyProvider", policies)
              .flatMap(it -> made(it, each -> each.create(listed, settings), guard, first))
              .map(it -> guarded(it, guard, authenticator))
              .orElseGet(() -> Gate.of(listed, authenticator));
      return new WaysIn(tokens, authenticator, gate);
    } catch (RuntimeException | Error fault) {
      tokens.close();
      throw fault;
    }
  }

  private static <T> Optional<T> sole(String kind, List<T> found) {
    if (found.size() > 1) {
      throw new IllegalArgumentException(
          "two extensions are a %s, of which there can be one: %s and %s"
              .formatted(
                  kind, found.get(0).getClass().getName(), found.get(1).getClass().getName()));
    }
    return found.stream().findFirst();
  }

  private static <P, T> Optional<T> made(
      P provider, Function<P, T> create, Guard guard, FirstCall first) {
    guard.under(provider.getClass().getClassLoader());
    Optional<T> part = first.made(provider, create);
    part.ifPresent(
        _ ->
            log.info("Who comes in is decided by the extension {}", provider.getClass().getName()));
    return part;
  }

  private static Gate guarded(OriginPolicy origins, Guard guard, Authenticator authenticator) {
    return (request, credentials) ->
        guard
            .call(
                () ->
                    CompletableFuture.completedFuture(
                        origins.allows(request, credentials instanceof Credentials.Cookie)
                            ? Optional.<Authenticator.Result>empty()
                            : Optional.of(
                                Authenticator.Denied.of(
                                    RefusalReason.ORIGIN, "origin not allowed"))),
                text -> Optional.of(Authenticator.Denied.of(RefusalReason.UNAVAILABLE, text)))
            .thenCompose(
                denied ->
                    denied
                        .<CompletionStage<Authenticator.Result>>map(
                            CompletableFuture::completedFuture)
                        .orElseGet(() -> authenticator.authenticate(request, credentials)));
  }

  /** Whether an extension verifies tokens, so that the settings need not have a key. */
  public boolean byExtension() {
    return authenticator != tokens;
  }

  /** Judges requests. */
  public Gate gate() {
    return gate;
  }

  /** Judges tokens that come in-band. */
  public TokenVerifier verifier() {
    return authenticator;
  }

  /** What is wrong with the keys, one line an issuer; empty where all is well. */
  public List<String> troubles() {
    return tokens.troubles();
  }

  /** Fetches nothing any more. */
  @Override
  public void close() {
    tokens.close();
  }
}
