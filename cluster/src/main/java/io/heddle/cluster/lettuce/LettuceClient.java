package io.heddle.cluster.lettuce;

import io.heddle.config.RedisMode;
import io.heddle.config.RedisSettings;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.handler.flush.FlushConsolidationHandler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * A client of lettuce's with threads of its own, whose commands are bounded in number and time.
 * While a connection is lost its commands are rejected, so that nothing waits without a bound. Safe
 * to use from any thread.
 */
public final class LettuceClient {
  /** How long lettuce may take to end its threads, once nothing is under way. */
  private static final Duration CLOSE = Duration.ofSeconds(1);

  /** lettuce looks at a Redis Cluster anew whenever it seems to have changed, and this often. */
  private static final Duration TOPOLOGY_REFRESH = Duration.ofSeconds(30);

  private final RedisURI uri;
  private final ClientResources resources;
  private final AbstractRedisClient client;

  private LettuceClient(RedisURI uri, ClientResources resources, AbstractRedisClient client) {
    this.uri = uri;
    this.resources = resources;
    this.client = client;
  }

  /**
   * For one Redis, or the primary that sentinels name, whatever {@code redis.mode} says. Starts
   * threads and loads classes, so it is to be called where one may block; connects to nothing.
   */
  public static LettuceClient ofOne(RedisURI uri, ClientOptions options) {
    ClientResources resources = resources();
    RedisClient client = RedisClient.create(resources);
    client.setOptions(options);
    return new LettuceClient(uri, resources, client);
  }

  /** The same, but for a Redis Cluster where {@code redis.mode} says so. */
  public static LettuceClient ofMode(RedisSettings settings, RedisURI uri, ClientOptions options) {
    if (settings.mode() != RedisMode.CLUSTER) {
      return ofOne(uri, options);
    }
    ClientResources resources = resources();
    RedisClusterClient client = RedisClusterClient.create(resources, uri);
    client.setOptions(
        ClusterClientOptions.builder(options)
            .topologyRefreshOptions(
                ClusterTopologyRefreshOptions.builder()
                    .enablePeriodicRefresh(TOPOLOGY_REFRESH)
                    .build())
            .build());
    return new LettuceClient(uri, resources, client);
  }

  /**
   * Where Redis is.
   *
   * @throws IllegalArgumentException where there is no URL, or lettuce cannot read it; lettuce
   *     repeats the whole URL in its complaint, so that is left out
   */
  public static RedisURI uri(RedisSettings settings) {
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

  /** Connections that stay lost; whoever uses them connects anew. */
  public static ClientOptions.Builder once(RedisSettings settings) {
    return ClientOptions.builder()
        .autoReconnect(false)
        .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
        .requestQueueSize(settings.queue())
        .timeoutOptions(TimeoutOptions.enabled(settings.commandTimeout()))
        .socketOptions(
            SocketOptions.builder()
                .connectTimeout(settings.connectTimeout())
                .keepAlive(true)
                .build());
  }

  /**
   * Connections that lettuce restores. It sends nothing again: what was under way fails (a filter
   * keeps it from being replayed).
   */
  public static ClientOptions.Builder restored(RedisSettings settings) {
    return once(settings).autoReconnect(true).replayFilter(_ -> true);
  }

  private static ClientResources resources() {
    return ClientResources.builder()
        .ioThreadPoolSize(2)
        .computationThreadPoolSize(2)
        .commandLatencyRecorder(CommandLatencyRecorder.disabled())
        .nettyCustomizer(new JoinedFlushes())
        .build();
  }

  /**
   * Opens a connection. To a Redis Cluster lettuce opens one only after it has looked at its nodes.
   */
  public <T> CompletionStage<LettuceLink<T>> connect(RedisCodec<T, T> codec) {
    return switch (client) {
      case RedisClusterClient cluster ->
          cluster
              .refreshPartitionsAsync()
              .thenCompose(_ -> cluster.connectAsync(codec))
              .thenCompose(LettuceClient::withPrimaries)
              .thenApply(open -> new LettuceLink<>(open, open.async()));
      case RedisClient one ->
          one.connectAsync(codec, uri).thenApply(open -> new LettuceLink<>(open, open.async()));
      default -> throw new IllegalStateException(client.getClass().getName());
    };
  }

  /** Else lettuce would connect to each at the first command for it, and reject that one. */
  private static <T> CompletionStage<StatefulRedisClusterConnection<T, T>> withPrimaries(
      StatefulRedisClusterConnection<T, T> open) {
    CompletableFuture<?>[] primaries =
        open.getPartitions().stream()
            .filter(node -> node.getRole().isUpstream())
            .map(RedisClusterNode::getUri)
            .map(uri -> open.getConnectionAsync(uri.getHost(), uri.getPort()))
            .map(connecting -> connecting.handle((_, _) -> open))
            .toArray(CompletableFuture<?>[]::new);
    return CompletableFuture.allOf(primaries).thenApply(_ -> open);
  }

  /** Opens a connection with all commands; not where this is for a Redis Cluster. */
  public <T> CompletionStage<StatefulRedisConnection<T, T>> connectOne(RedisCodec<T, T> codec) {
    return ((RedisClient) client).connectAsync(codec, uri);
  }

  /**
   * Opens a connection that hears channels. In a Redis Cluster it is to any of its nodes, since
   * each hands on what is published at the others.
   */
  public <T> CompletionStage<StatefulRedisPubSubConnection<T, T>> connectPubSub(
      RedisCodec<T, T> codec) {
    return switch (client) {
      case RedisClusterClient cluster ->
          cluster
              .refreshPartitionsAsync()
              .thenCompose(_ -> cluster.connectPubSubAsync(codec))
              .thenApply(open -> open);
      case RedisClient one -> one.connectPubSubAsync(codec, uri);
      default -> throw new IllegalStateException(client.getClass().getName());
    };
  }

  /**
   * How long connecting may take before it is hopeless: for each sentinel that is asked in vain,
   * and to a Redis Cluster, whose nodes are looked at, joined, and connected to.
   */
  public Duration longestConnect(RedisSettings settings) {
    int hosts = client instanceof RedisClusterClient ? 3 : 1 + uri.getSentinels().size();
    return settings.connectTimeout().multipliedBy(hosts).plus(settings.commandTimeout());
  }

  /** Ends all connections and threads, within about 2 s. */
  public CompletionStage<Void> close() {
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

  /** What many threads send in one moment leaves in one write to the socket. */
  private static final class JoinedFlushes implements NettyCustomizer {
    @Override
    public void afterChannelInitialized(Channel channel) {
      channel
          .pipeline()
          .addFirst(
              new FlushConsolidationHandler(
                  FlushConsolidationHandler.DEFAULT_EXPLICIT_FLUSH_AFTER_FLUSHES, true));
    }
  }
}
