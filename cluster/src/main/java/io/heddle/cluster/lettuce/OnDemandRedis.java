package io.heddle.cluster.lettuce;

import io.heddle.config.RedisSettings;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * One connection to Redis, made by the first command, so a node starts without Redis; lettuce
 * restores it when it was lost, and meanwhile commands fail at once. Safe for any thread, and
 * blocks none.
 */
public final class OnDemandRedis implements AutoCloseable {
  private final LettuceClient client;
  private Optional<CompletableFuture<LettuceLink<String>>> connection = Optional.empty();

  /**
   * Starts threads, and connects to nothing.
   *
   * @throws IllegalArgumentException where there is no URL, or lettuce cannot read it
   */
  public OnDemandRedis(RedisSettings settings) {
    client =
        LettuceClient.ofMode(
            settings, LettuceClient.uri(settings), LettuceClient.restored(settings).build());
  }

  /**
   * Sends a command; completes on one of lettuce's threads, and fails within the time-outs of the
   * settings. A connection that is silent may be dead without knowing, and is given up for another.
   */
  public <T> CompletionStage<T> ask(
      Function<RedisClusterAsyncCommands<String, String>, CompletionStage<T>> command) {
    return connected()
        .thenCompose(
            link ->
                command
                    .apply(link.commands())
                    .whenComplete(
                        (_, fault) -> {
                          if (fault instanceof RedisCommandTimeoutException) {
                            giveUp(link);
                          }
                        }));
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
