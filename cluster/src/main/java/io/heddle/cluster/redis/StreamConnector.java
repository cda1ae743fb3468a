package io.heddle.cluster.redis;

import io.heddle.cluster.lettuce.LettuceClient;
import io.heddle.cluster.lettuce.LettuceLink;
import io.heddle.config.RedisSettings;
import io.lettuce.core.RedisURI;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.RedisCommand;
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
  private static final Duration RELEASE_LIMIT = Duration.ofMillis(500);
  private static final Duration LEAVE_LIMIT = Duration.ofSeconds(3);

  private final RedisSettings settings;
  private final LettuceClient client;

  /** Two connections; safe to use from any thread. */
  record Pair(LettuceLink<byte[]> work, LettuceLink<byte[]> waits) {
    void close() {
      work.close();
      waits.close();
    }
  }

  private StreamConnector(RedisSettings settings, LettuceClient client) {
    this.settings = settings;
    this.client = client;
  }

  /**
   * Starts threads and loads classes, so it is to be called where one may block.
   *
   * @param longestWait how long an {@code XREAD} blocks at most
   */
  static StreamConnector create(RedisSettings settings, RedisURI uri, Duration longestWait) {
    TimeoutOptions timeouts =
        TimeoutOptions.builder()
            .timeoutCommands()
            .timeoutSource(
                new WaitsLonger(settings.commandTimeout().toMillis(), longestWait.toMillis()))
            .build();
    return new StreamConnector(
        settings,
        LettuceClient.ofMode(
            settings, uri, LettuceClient.once(settings).timeoutOptions(timeouts).build()));
  }

  /** Opens two connections, or fails in bounded time and leaves none open. */
  CompletionStage<Pair> open() {
    CompletionStage<LettuceLink<byte[]>> work = client.connect(ByteArrayCodec.INSTANCE);
    CompletionStage<LettuceLink<byte[]>> wait = client.connect(ByteArrayCodec.INSTANCE);
    long limit = client.longestConnect(settings).multipliedBy(2).toMillis();
    CompletableFuture<Pair> both =
        work.thenCombine(wait, Pair::new)
            .toCompletableFuture()
            .copy()
            .orTimeout(limit, TimeUnit.MILLISECONDS);
    return both.whenComplete(
        (_, fault) -> {
          if (fault != null) {
            work.thenAccept(LettuceLink::close);
            wait.thenAccept(LettuceLink::close);
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

  /** Ends all connections and threads, within about 2 s. */
  CompletionStage<Void> close() {
    return client.close();
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
