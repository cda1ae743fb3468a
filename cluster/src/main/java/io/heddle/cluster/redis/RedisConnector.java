package io.heddle.cluster.redis;

import io.heddle.config.RedisSettings;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A client of lettuce's with threads of its own, whose commands are bounded in number and time.
 *
 * <p>lettuce's own reconnect is off: a connection that it restored is in use before the channels
 * are subscribed to again, and its users have reported subscriptions that did not come back
 * (redis/lettuce issues 868 and 1025); what it could not send it would also send later, when nobody
 * waits for it any more.
 */
final class RedisConnector {
  /** How long lettuce may take to end its threads, once nothing is under way. */
  private static final Duration CLOSE = Duration.ofSeconds(1);

  private final RedisSettings settings;
  private final RedisURI uri;
  private final ClientResources resources;
  private final RedisClient client;

  private RedisConnector(RedisSettings settings, RedisURI uri) {
    this.settings = settings;
    this.uri = uri;
    this.resources =
        ClientResources.builder()
            .ioThreadPoolSize(2)
            .computationThreadPoolSize(2)
            .commandLatencyRecorder(CommandLatencyRecorder.disabled())
            .build();
    this.client = RedisClient.create(resources);
    client.setOptions(
        ClientOptions.builder()
            .autoReconnect(false)
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .requestQueueSize(settings.queue())
            .timeoutOptions(TimeoutOptions.enabled(settings.commandTimeout()))
            .socketOptions(
                SocketOptions.builder()
                    .connectTimeout(settings.connectTimeout())
                    .keepAlive(true)
                    .build())
            .build());
  }

  /** Starts threads and loads classes, so it is to be called where one may block. */
  static RedisConnector create(RedisSettings settings, RedisURI uri) {
    return new RedisConnector(settings, uri);
  }

  /**
   * Where Redis is.
   *
   * @throws IllegalArgumentException where there is no URL, or lettuce cannot read it; lettuce
   *     repeats the whole URL in its complaint, so that is left out
   */
  static RedisURI uri(RedisSettings settings) {
    String url =
        settings
            .url()
            .orElseThrow(() -> new IllegalArgumentException("heddle.redis.url is not set"));
    try {
      RedisURI uri = RedisURI.create(url);
      uri.setTimeout(settings.commandTimeout());
      uri.getSentinels().forEach(sentinel -> sentinel.setTimeout(settings.commandTimeout()));
      return uri;
    } catch (IllegalArgumentException _) {
      throw new IllegalArgumentException(
          "heddle.redis.url is no Redis URL: " + settings.printableUrl().orElse(""));
    }
  }

  RedisClient client() {
    return client;
  }

  RedisURI uri() {
    return uri;
  }

  /**
   * An attempt that fails in bounded time; what it opens after that is closed. Completes on one of
   * lettuce's threads.
   */
  <T> CompletionStage<T> within(CompletableFuture<T> attempt, Consumer<T> close) {
    int hosts = 1 + uri.getSentinels().size();
    long limit =
        settings.connectTimeout().multipliedBy(hosts).plus(settings.commandTimeout()).toMillis();
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

  /** Ends all connections and threads, within about twice {@link #CLOSE}. */
  CompletionStage<Void> close() {
    CompletableFuture<Void> closed = new CompletableFuture<>();
    var _ =
        client
            .shutdownAsync(0, CLOSE.toMillis(), TimeUnit.MILLISECONDS)
            .whenComplete(
                (_, _) ->
                    resources
                        .shutdown(0, CLOSE.toMillis(), TimeUnit.MILLISECONDS)
                        .addListener(_ -> closed.complete(null)));
    return closed;
  }
}
