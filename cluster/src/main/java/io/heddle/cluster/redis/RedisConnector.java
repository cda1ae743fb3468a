package io.heddle.cluster.redis;

import io.heddle.cluster.lettuce.LettuceClient;
import io.heddle.config.RedisSettings;
import io.lettuce.core.RedisURI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * lettuce, for channels: attempts to connect that end in bounded time.
 *
 * <p>lettuce's own reconnect is off: a connection that it restored is in use before the channels
 * are subscribed to again, and its users have reported subscriptions that did not come back
 * (redis/lettuce issues 868 and 1025); what it could not send it would also send later, when nobody
 * waits for it any more.
 */
final class RedisConnector {
  private final RedisSettings settings;
  private final LettuceClient client;

  private RedisConnector(RedisSettings settings, LettuceClient client) {
    this.settings = settings;
    this.client = client;
  }

  /**
   * To one Redis, also where the URL names a node of a Redis Cluster. Starts threads and loads
   * classes, so it is to be called where one may block.
   */
  static RedisConnector toOne(RedisSettings settings, RedisURI uri) {
    return new RedisConnector(
        settings, LettuceClient.ofOne(uri, LettuceClient.once(settings).build()));
  }

  /** The same, but to all of a Redis Cluster where {@code redis.mode} says so. */
  static RedisConnector byMode(RedisSettings settings, RedisURI uri) {
    return new RedisConnector(
        settings, LettuceClient.ofMode(settings, uri, LettuceClient.once(settings).build()));
  }

  LettuceClient client() {
    return client;
  }

  /**
   * An attempt that fails in bounded time; what it opens after that is closed. Completes on one of
   * lettuce's threads.
   *
   * @param connects how many connections it opens, one after the other
   */
  <T> CompletionStage<T> within(int connects, CompletableFuture<T> attempt, Consumer<T> close) {
    long limit = client.longestConnect(settings).multipliedBy(connects).toMillis();
    CompletableFuture<T> result = attempt.copy().orTimeout(limit, TimeUnit.MILLISECONDS);
    var _ =
        attempt.thenAccept(
            late -> {
              if (result.isCompletedExceptionally()) {
                close.accept(late);
              }
            });
    return result;
  }

  /** Ends all connections and threads, within about 2 s. */
  CompletionStage<Void> close() {
    return client.close();
  }
}
