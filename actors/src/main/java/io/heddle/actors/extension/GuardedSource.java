package io.heddle.actors.extension;

import io.heddle.actors.membership.MembershipSource;
import io.heddle.actors.metrics.ExtensionMetrics;
import io.heddle.actors.protocol.Identity;
import io.heddle.config.ExtensionSettings;
import io.heddle.config.Settings;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * An extension's source of memberships, called on threads of its own, so that one that blocks harms
 * only those who come in. Safe for any thread.
 */
public final class GuardedSource implements MembershipSource, AutoCloseable {
  private final MembershipSource extension;
  private final CallPool pool;

  /** Calls a source within {@code heddle.memberships.timeout}, and counts that. */
  public GuardedSource(MembershipSource extension, Settings settings, ExtensionMetrics metrics) {
    this.extension = extension;
    ExtensionSettings its = settings.extensions();
    this.pool =
        new CallPool(
            extension,
            "membership source " + extension.getClass().getName(),
            new ExtensionSettings(
                its.folder(),
                its.required(),
                settings.memberships().timeout(),
                its.threads(),
                its.queue()),
            TimeLimit.REAL,
            metrics::membershipSource);
  }

  @Override
  public CompletionStage<Set<String>> groups(Identity identity) {
    CompletableFuture<Set<String>> groups = new CompletableFuture<>();
    pool.<Set<String>>call(
        () -> extension.groups(identity),
        ended -> {
          switch (ended) {
            case CallPool.Answered<Set<String>>(var answer) -> groups.complete(answer);
            case CallPool.Failed<Set<String>>(var fault) -> groups.completeExceptionally(fault);
            case CallPool.Overloaded<Set<String>>() ->
                groups.completeExceptionally(
                    new IllegalStateException("too many wait for the source of memberships"));
          }
        });
    return groups;
  }

  /** Ends the threads; what runs is left to run. */
  @Override
  public void close() {
    pool.close();
  }
}
