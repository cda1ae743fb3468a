package io.heddle.cluster.redis;

import io.heddle.cluster.lettuce.LettuceLink;
import io.heddle.config.RedisSettings;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisURI;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes subscriptions. Each attempt is a new connection that counts only when Redis has confirmed
 * every channel, and the first one goes the same way as all the others.
 */
final class RedisSubscriber {
  private final RedisSettings settings;
  private final RedisConnector connector;
  private final List<String> channels;
  private final boolean shared;

  private RedisSubscriber(RedisSettings settings, RedisConnector connector, boolean shared) {
    this.settings = settings;
    this.connector = connector;
    this.shared = shared;
    this.channels =
        Stream.concat(
                Arrays.stream(IngressRow.values()).map(IngressRow::channel),
                shared ? Stream.of(ChannelMark.CHANNEL) : Stream.empty())
            .toList();
  }

  /**
   * Starts threads and loads classes, so it is to be called where one may block.
   *
   * @param shared whether other nodes hear the channels too
   */
  static RedisSubscriber create(RedisSettings settings, RedisURI uri, boolean shared) {
    return new RedisSubscriber(settings, RedisConnector.byMode(settings, uri), shared);
  }

  /**
   * Connects and subscribes to all channels. Fails in bounded time; then nothing is left open.
   * Completes on one of lettuce's threads.
   */
  CompletionStage<RedisSubscription> subscribe(Listener listener) {
    return connector.within(
        shared ? 2 : 1,
        place()
            .thenCompose(
                place ->
                    connector
                        .client()
                        .connectPubSub(ByteArrayCodec.INSTANCE)
                        .thenCompose(connection -> confirm(connection, place, listener))
                        .whenComplete(
                            (_, fault) -> {
                              if (fault != null) {
                                place.ifPresent(PlaceLink::close);
                              }
                            }))
            .toCompletableFuture(),
        RedisSubscription::close);
  }

  private CompletionStage<Optional<PlaceLink>> place() {
    return shared
        ? connect().thenApply(first -> Optional.of(new PlaceLink(first, this::connect)))
        : CompletableFuture.completedFuture(Optional.empty());
  }

  private CompletionStage<LettuceLink<byte[]>> connect() {
    return connector.client().connect(ByteArrayCodec.INSTANCE);
  }

  private CompletionStage<RedisSubscription> confirm(
      StatefulRedisPubSubConnection<byte[], byte[]> connection,
      Optional<PlaceLink> place,
      Listener listener) {
    CompletableFuture<RedisSubscription> result = new CompletableFuture<>();
    AtomicInteger missing = new AtomicInteger(channels.size());
    connection.addListener(
        new Channels(
            listener,
            () -> {
              if (missing.decrementAndGet() == 0) {
                result.complete(
                    new RedisSubscription(connection, place, settings.commandTimeout()));
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

  private byte[][] names(boolean patterns) {
    return channels.stream()
        .filter(channel -> channel.endsWith("*") == patterns)
        .map(channel -> channel.getBytes(StandardCharsets.UTF_8))
        .toArray(byte[][]::new);
  }

  /** Ends all connections and threads, within about 2 s. */
  CompletionStage<Void> close() {
    return connector.close();
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
