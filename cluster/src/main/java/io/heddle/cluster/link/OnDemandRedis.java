package io.heddle.cluster.link;

import io.heddle.config.RedisMode;
import io.heddle.config.RedisSettings;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One connection to Redis, made by the first command, so a node starts without Redis; lettuce
 * restores it when it was lost, and meanwhile commands fail at once. Safe for any thread, and
 * blocks none.
 */
public final class OnDemandRedis implements AutoCloseable {
  private static final Duration CLOSE = Duration.ofSeconds(1);

  private final ClientResources resources;
  private final AbstractRedisClient client;
  private final Supplier<CompletionStage<Commands>> connect;
  private Optional<CompletableFuture<Commands>> connection = Optional.empty();

  private record Commands(
      StatefulConnection<String, String> connection,
      RedisClusterAsyncCommands<String, String> redis) {}

  /**
   * Starts threads, and connects to nothing.
   *
   * @throws IllegalArgumentException where there is no URL, or lettuce cannot read it
   */
  public OnDemandRedis(RedisSettings settings) {
    RedisURI uri = uri(settings);
    resources =
        ClientResources.builder()
            .ioThreadPoolSize(2)
            .computationThreadPoolSize(2)
            .commandLatencyRecorder(CommandLatencyRecorder.disabled())
            .build();
    if (settings.mode() == RedisMode.CLUSTER) {
      RedisClusterClient cluster = RedisClusterClient.create(resources, uri);
      cluster.setOptions(ClusterClientOptions.builder(options(settings)).build());
      client = cluster;
      connect =
          () ->
              cluster
                  .connectAsync(StringCodec.UTF8)
                  .thenApply(open -> new Commands(open, open.async()));
    } else {
      RedisClient single = RedisClient.create(resources);
      single.setOptions(options(settings));
      client = single;
      connect =
          () ->
              single
                  .connectAsync(StringCodec.UTF8, uri)
                  .thenApply(open -> new Commands(open, open.async()));
    }
  }

  /** lettuce repeats the whole URL in its complaint, so that is left out. */
  private static RedisURI uri(RedisSettings settings) {
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

  private static ClientOptions options(RedisSettings settings) {
    return ClientOptions.builder()
        .autoReconnect(true)
        .replayFilter(_ -> true)
        .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
        .requestQueueSize(settings.queue())
        .timeoutOptions(TimeoutOptions.enabled(settings.commandTimeout()))
        .socketOptions(
            SocketOptions.builder()
                .connectTimeout(settings.connectTimeout())
                .keepAlive(true)
                .build())
        .build();
  }

  /**
   * Sends a command; completes on one of lettuce's threads, and fails within the time-outs of the
   * settings. A connection that is silent may be dead without knowing, and is given up for another.
   */
  public <T> CompletionStage<T> ask(
      Function<RedisClusterAsyncCommands<String, String>, CompletionStage<T>> command) {
    return connected()
        .thenCompose(
            commands ->
                command
                    .apply(commands.redis)
                    .whenComplete(
                        (_, fault) -> {
                          if (fault instanceof RedisCommandTimeoutException) {
                            giveUp(commands);
                          }
                        }));
  }

  private synchronized void giveUp(Commands silent) {
    if (connection.filter(it -> it.isDone() && it.join().equals(silent)).isPresent()) {
      connection = Optional.empty();
      var _ = silent.connection.closeAsync();
    }
  }

  /** The connection, or the attempt that is under way; one that failed is followed by another. */
  private synchronized CompletableFuture<Commands> connected() {
    if (connection.isEmpty() || connection.get().isCompletedExceptionally()) {
      connection = Optional.of(connect.get().toCompletableFuture());
    }
    return connection.get();
  }

  /** Ends all connections and threads; does not wait for it. */
  @Override
  public void close() {
    var _ =
        client
            .shutdownAsync(0, CLOSE.toMillis(), TimeUnit.MILLISECONDS)
            .whenComplete(
                (_, _) -> {
                  var _ = resources.shutdown(0, CLOSE.toMillis(), TimeUnit.MILLISECONDS);
                });
  }
}
