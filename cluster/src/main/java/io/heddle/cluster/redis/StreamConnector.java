package io.heddle.cluster.redis;

import io.heddle.config.RedisSettings;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.RedisCommand;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;

/**
 * lettuce, as the reader of the stream uses it: threads of its own, and two connections at a time,
 * of which one only waits, so that no command stands behind a wait.
 *
 * <p>lettuce restores no connection: after a fault nobody knows which entries an answer that is
 * lost has told of, so both are closed and the reader begins anew. Its time-out of commands knows
 * nothing of {@code BLOCK}, so what waits gets the time of the wait besides (else each quiet second
 * would look like a fault).
 */
final class StreamConnector {
  private static final Duration CLOSE = Duration.ofSeconds(1);
  private static final Duration RELEASE_LIMIT = Duration.ofMillis(500);
  private static final Duration LEAVE_LIMIT = Duration.ofSeconds(3);

  private final RedisSettings settings;
  private final ClientResources resources;
  private final AbstractRedisClient client;
  private final Opener opener;

  @FunctionalInterface
  private interface Opener {
    CompletionStage<Link> open();
  }

  /** Two connections; safe to use from any thread. */
  record Pair(Link work, Link waits) {
    void close() {
      work.close();
      waits.close();
    }
  }

  /** One connection and its commands. */
  record Link(
      StatefulConnection<byte[], byte[]> connection,
      RedisClusterAsyncCommands<byte[], byte[]> commands) {
    void close() {
      var _ = connection.closeAsync();
    }
  }

  private StreamConnector(
      RedisSettings settings,
      ClientResources resources,
      AbstractRedisClient client,
      Opener opener) {
    this.settings = settings;
    this.resources = resources;
    this.client = client;
    this.opener = opener;
  }

  /**
   * Starts threads and loads classes, so it is to be called where one may block.
   *
   * @param longestWait how long an {@code XREAD} blocks at most
   */
  static StreamConnector create(RedisSettings settings, RedisURI uri, Duration longestWait) {
    ClientResources resources =
        ClientResources.builder()
            .ioThreadPoolSize(2)
            .computationThreadPoolSize(2)
            .commandLatencyRecorder(CommandLatencyRecorder.disabled())
            .build();
    RedisClient single = RedisClient.create(resources);
    single.setOptions(options(settings, longestWait));
    return new StreamConnector(
        settings,
        resources,
        single,
        () ->
            single
                .connectAsync(ByteArrayCodec.INSTANCE, uri)
                .thenApply(open -> new Link(open, open.async())));
  }

  private static ClientOptions options(RedisSettings settings, Duration longestWait) {
    return ClientOptions.builder()
        .autoReconnect(false)
        .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
        .requestQueueSize(settings.queue())
        .timeoutOptions(
            TimeoutOptions.builder()
                .timeoutCommands()
                .timeoutSource(
                    new WaitsLonger(settings.commandTimeout().toMillis(), longestWait.toMillis()))
                .build())
        .socketOptions(
            SocketOptions.builder()
                .connectTimeout(settings.connectTimeout())
                .keepAlive(true)
                .build())
        .build();
  }

  /** Opens two connections, or fails in bounded time and leaves none open. */
  CompletionStage<Pair> open() {
    CompletionStage<Link> work = opener.open();
    CompletionStage<Link> wait = opener.open();
    long limit =
        settings.connectTimeout().plus(settings.commandTimeout()).multipliedBy(2).toMillis();
    CompletableFuture<Pair> both =
        work.thenCombine(wait, Pair::new)
            .toCompletableFuture()
            .copy()
            .orTimeout(limit, TimeUnit.MILLISECONDS);
    return both.whenComplete(
        (_, fault) -> {
          if (fault != null) {
            work.thenAccept(Link::close);
            wait.thenAccept(Link::close);
          }
        });
  }

  /** Leaves the reader's place, as far as Redis answers in time, and {@link #close closes}. */
  CompletionStage<Done> leave(Optional<StreamCommands> commands) {
    CompletionStage<?> released =
        commands
            .<CompletionStage<?>>map(StreamCommands::release)
            .orElseGet(() -> CompletableFuture.completedFuture(null));
    return released
        .toCompletableFuture()
        .orTimeout(RELEASE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
        .handle((_, _) -> Done.getInstance())
        .thenCompose(done -> close().thenApply(_ -> done))
        .toCompletableFuture()
        .orTimeout(LEAVE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
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

  private static final class WaitsLonger extends TimeoutOptions.TimeoutSource {
    private final long timeout;
    private final long longestWait;

    WaitsLonger(long timeout, long longestWait) {
      this.timeout = timeout;
      this.longestWait = longestWait;
    }

    @Override
    public long getTimeout(RedisCommand<?, ?, ?> command) {
      return command.getType() == CommandType.XREAD ? timeout + longestWait : timeout;
    }

    @Override
    public TimeUnit getTimeUnit() {
      return TimeUnit.MILLISECONDS;
    }
  }
}
