package io.heddle.cluster.redislog;

import io.heddle.config.RedisMode;
import io.heddle.config.RedisSettings;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * lettuce, as the log uses it: threads and connections of its own, one for appends and one for
 * reads, so that a long replay holds up no publish and neither waits for the ingress.
 *
 * <p>lettuce restores a lost connection by itself, but sends nothing again: what was under way when
 * it was lost fails as undecided (a filter keeps it from being replayed), and what comes while
 * there is none is rejected, so that nothing waits without a bound.
 */
final class RedisLogConnection {
  private static final Duration CLOSE = Duration.ofSeconds(1);

  private final RedisSettings settings;
  private final ClientResources resources;
  private final AbstractRedisClient client;
  private final Opener opener;
  private volatile Optional<Pair> pair = Optional.empty();

  private record Pair(Link appends, Link reads) {}

  private record Link(
      StatefulConnection<byte[], byte[]> connection,
      RedisClusterAsyncCommands<byte[], byte[]> commands) {
    void close() {
      var _ = connection.closeAsync();
    }
  }

  @FunctionalInterface
  private interface Opener {
    CompletionStage<Link> open();
  }

  private RedisLogConnection(
      RedisSettings settings,
      ClientResources resources,
      AbstractRedisClient client,
      Opener opener) {
    this.settings = settings;
    this.resources = resources;
    this.client = client;
    this.opener = opener;
  }

  /** Starts threads and loads classes, so it is to be called where one may block. */
  static RedisLogConnection create(RedisSettings settings, RedisURI uri) {
    ClientResources resources =
        ClientResources.builder()
            .ioThreadPoolSize(2)
            .computationThreadPoolSize(2)
            .commandLatencyRecorder(CommandLatencyRecorder.disabled())
            .build();
    if (settings.mode() == RedisMode.CLUSTER) {
      RedisClusterClient cluster = RedisClusterClient.create(resources, uri);
      cluster.setOptions(
          ClusterClientOptions.builder(options(settings))
              .topologyRefreshOptions(
                  ClusterTopologyRefreshOptions.builder()
                      .enablePeriodicRefresh(Duration.ofSeconds(30))
                      .build())
              .build());
      return new RedisLogConnection(
          settings,
          resources,
          cluster,
          () ->
              cluster
                  .connectAsync(ByteArrayCodec.INSTANCE)
                  .thenApply(open -> new Link(open, open.async())));
    }
    RedisClient single = RedisClient.create(resources);
    single.setOptions(options(settings));
    return new RedisLogConnection(
        settings,
        resources,
        single,
        () ->
            single
                .connectAsync(ByteArrayCodec.INSTANCE, uri)
                .thenApply(open -> new Link(open, open.async())));
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

  /** Opens both connections where there are none yet; lettuce restores them from then on. */
  CompletionStage<Void> open() {
    if (pair.isPresent()) {
      return CompletableFuture.completedFuture(null);
    }
    CompletionStage<Link> appends = opener.open();
    CompletionStage<Link> reads = opener.open();
    CompletableFuture<Void> both =
        appends
            .thenCombine(reads, Pair::new)
            .toCompletableFuture()
            .thenAccept(opened -> pair = Optional.of(opened));
    return both.whenComplete(
        (_, fault) -> {
          if (fault != null) {
            appends.thenAccept(Link::close);
            reads.thenAccept(Link::close);
          }
        });
  }

  /** For what changes something; not there before the first connect. */
  Optional<RedisClusterAsyncCommands<byte[], byte[]>> appends() {
    return pair.map(both -> both.appends.commands);
  }

  /** For what only reads. */
  Optional<RedisClusterAsyncCommands<byte[], byte[]>> reads() {
    return pair.map(both -> both.reads.commands);
  }

  /** Whether both connections stand at this moment. */
  boolean isUp() {
    return pair.isPresent()
        && pair.get().appends.connection.isOpen()
        && pair.get().reads.connection.isOpen();
  }

  Duration commandTimeout() {
    return settings.commandTimeout();
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
