package io.heddle.cluster.redis;

import io.heddle.config.RedisSettings;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Makes subscriptions by lettuce, with threads of its own.
 *
 * <p>lettuce's own reconnect is off: a connection that it restored is in use before the channels
 * are subscribed to again, and its users have reported subscriptions that did not come back
 * (redis/lettuce issues 868 and 1025). Here each attempt is a new connection that counts only when
 * Redis has confirmed every channel, and the first one goes the same way as all the others.
 */
final class RedisSubscriber {
  /** How long lettuce may take to end its threads, once nothing is under way. */
  private static final Duration CLOSE = Duration.ofSeconds(1);

  private final RedisSettings settings;
  private final RedisURI uri;
  private final ClientResources resources;
  private final RedisClient client;

  private RedisSubscriber(RedisSettings settings, RedisURI uri) {
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
  static RedisSubscriber create(RedisSettings settings, RedisURI uri) {
    return new RedisSubscriber(settings, uri);
  }

  /**
   * Connects and subscribes to all channels. Fails in bounded time; then nothing is left open.
   * Completes on one of lettuce's threads.
   */
  CompletionStage<RedisSubscription> subscribe(Listener listener) {
    var subscription =
        client
            .connectPubSubAsync(ByteArrayCodec.INSTANCE, uri)
            .toCompletableFuture()
            .thenCompose(connection -> confirm(connection, listener));
    int hosts = 1 + uri.getSentinels().size();
    long limit =
        settings.connectTimeout().multipliedBy(hosts).plus(settings.commandTimeout()).toMillis();
    var result = subscription.copy().orTimeout(limit, TimeUnit.MILLISECONDS);
    var _ =
        subscription.thenAccept(
            late -> {
              if (result.isCompletedExceptionally()) {
                var _ = late.close();
              }
            });
    return result;
  }

  private CompletionStage<RedisSubscription> confirm(
      StatefulRedisPubSubConnection<byte[], byte[]> connection, Listener listener) {
    CompletableFuture<RedisSubscription> result = new CompletableFuture<>();
    AtomicInteger missing = new AtomicInteger(IngressRow.values().length);
    connection.addListener(
        new Channels(
            listener,
            () -> {
              if (missing.decrementAndGet() == 0) {
                result.complete(new RedisSubscription(connection, settings.commandTimeout()));
              }
            }));
    connection.addListener(
        new RedisConnectionStateListener() {
          @Override
          public void onRedisDisconnected(RedisChannelHandler<?, ?> closed) {
            listener.lost();
          }
        });
    var commands = connection.async();
    var _ = commands.psubscribe(names(true)).whenComplete((_, fault) -> fail(result, fault));
    var _ = commands.subscribe(names(false)).whenComplete((_, fault) -> fail(result, fault));
    return result
        .orTimeout(settings.commandTimeout().toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete(
            (_, fault) -> {
              if (fault != null) {
                var _ = connection.closeAsync();
              }
            });
  }

  private static void fail(CompletableFuture<?> result, @Nullable Throwable fault) {
    if (fault != null) {
      result.completeExceptionally(fault);
    }
  }

  private static byte[][] names(boolean patterns) {
    return Arrays.stream(IngressRow.values())
        .filter(row -> row.isPattern() == patterns)
        .map(row -> row.channel().getBytes(StandardCharsets.UTF_8))
        .toArray(byte[][]::new);
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

  /** Gets what happens on a subscription, on lettuce's threads; must not block. */
  interface Listener {
    /** A message on a channel, in the order in which Redis sent them. */
    void message(byte[] channel, byte[] payload);

    /** The connection is gone. */
    void lost();
  }

  private static final class Channels extends RedisPubSubAdapter<byte[], byte[]> {
    private final Listener listener;
    private final Runnable confirmed;

    Channels(Listener listener, Runnable confirmed) {
      this.listener = listener;
      this.confirmed = confirmed;
    }

    @Override
    public void message(byte[] channel, byte[] payload) {
      listener.message(channel, payload);
    }

    @Override
    public void message(byte[] pattern, byte[] channel, byte[] payload) {
      listener.message(channel, payload);
    }

    @Override
    public void subscribed(byte[] channel, long count) {
      confirmed.run();
    }

    @Override
    public void psubscribed(byte[] pattern, long count) {
      confirmed.run();
    }
  }
}
