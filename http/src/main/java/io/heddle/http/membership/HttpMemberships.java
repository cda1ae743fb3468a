package io.heddle.http.membership;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.heddle.actors.membership.MembershipSource;
import io.heddle.actors.protocol.Identity;
import io.heddle.config.MembershipSettings;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Asks a service for a user's groups, and keeps its answers for a while. Those who ask for the same
 * user at the same time share one request; a failure is not kept. Safe for any thread, and blocks
 * none.
 */
public final class HttpMemberships implements MembershipSource, AutoCloseable {
  /** Of users; each takes a few hundred bytes. */
  private static final int MOST_KEPT = 100_000;

  private final GroupService service;
  private final Optional<AsyncCache<String, Set<String>>> cache;

  /** Asks where the settings say, which must name a URL. */
  public HttpMemberships(MembershipSettings settings) {
    this.service =
        new GroupService(settings.url().orElseThrow(), settings.bearer(), settings.timeout());
    this.cache =
        settings.cacheTtl().isZero()
            ? Optional.empty()
            : Optional.of(
                Caffeine.newBuilder()
                    .maximumSize(MOST_KEPT)
                    .expireAfterWrite(settings.cacheTtl())
                    .executor(Runnable::run)
                    .buildAsync());
  }

  @Override
  public CompletionStage<Set<String>> groups(Identity identity) {
    String user = identity.userId().orElseThrow();
    return cache.isPresent() ? kept(cache.get(), user) : service.fetch(user);
  }

  /** The cache drops a failure by itself, but only some time after those who waited have it. */
  private CompletionStage<Set<String>> kept(AsyncCache<String, Set<String>> kept, String user) {
    CompletableFuture<Set<String>> answer = kept.getIfPresent(user);
    if (answer != null && answer.isCompletedExceptionally()) {
      kept.asMap().remove(user, answer);
    }
    return kept.get(user, (key, _) -> service.fetch(key));
  }

  @Override
  public void close() {
    service.close();
  }
}
