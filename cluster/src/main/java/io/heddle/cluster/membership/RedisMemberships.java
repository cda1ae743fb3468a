package io.heddle.cluster.membership;

import io.heddle.actors.membership.MembershipSource;
import io.heddle.actors.protocol.Identity;
import io.heddle.cluster.lettuce.LettuceClient;
import io.heddle.cluster.lettuce.LettuceLink;
import io.heddle.config.RedisSettings;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.codec.StringCodec;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Reads a user's groups from the set {@code heddle:user:<id>:groups}; one that is not there is a
 * user without groups. Connects at the first question, so a node starts without Redis; lettuce
 * restores a connection that was lost, and meanwhile questions fail at once. Safe for any thread,
 * and blocks none.
 */
public final class RedisMemberships implements MembershipSource, AutoCloseable {
  private final LettuceClient client;
  private Optional<CompletableFuture<LettuceLink<String>>> connection = Optional.empty();

  /**
   * Starts threads, and connects to nothing.
   *
   * @throws IllegalArgumentException where there is no URL, or lettuce cannot read it
   */
  public RedisMemberships(RedisSettings settings) {
    client =
        LettuceClient.ofMode(
            settings, LettuceClient.uri(settings), LettuceClient.restored(settings).build());
  }

  @Override
  public CompletionStage<Set<String>> groups(Identity identity) {
    String key = "heddle:user:" + identity.userId().orElseThrow() + ":groups";
    return connected().thenCompose(link -> members(link, key));
  }

  /** A connection that is silent may be dead without knowing, and is given up for another. */
  private CompletionStage<Set<String>> members(LettuceLink<String> link, String key) {
    return link.commands()
        .smembers(key)
        .whenComplete(
            (_, fault) -> {
              if (fault instanceof RedisCommandTimeoutException) {
                giveUp(link);
              }
            });
  }

  private synchronized void giveUp(LettuceLink<String> silent) {
    if (connection.filter(it -> it.isDone() && it.join().equals(silent)).isPresent()) {
      connection = Optional.empty();
      silent.close();
    }
  }

  /** The connection, or the attempt that is under way; one that failed is followed by another. */
  private synchronized CompletableFuture<LettuceLink<String>> connected() {
    if (connection.isEmpty() || connection.get().isCompletedExceptionally()) {
      connection = Optional.of(client.connect(StringCodec.UTF8).toCompletableFuture());
    }
    return connection.get();
  }

  /** Ends all connections and threads; does not wait for it. */
  @Override
  public void close() {
    var _ = client.close();
  }
}
