package io.heddle.cluster.redislog;

import io.heddle.cluster.lettuce.LettuceClient;
import io.heddle.cluster.lettuce.LettuceLink;
import io.heddle.config.RedisSettings;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * lettuce, as the log uses it: threads and connections of its own, one for appends and one for
 * reads, so that a long replay holds up no publish and neither waits for the ingress.
 *
 * <p>lettuce restores a lost connection by itself, but sends nothing again: what was under way when
 * it was lost fails as undecided, and what comes while there is none is rejected.
 */
final class RedisLogConnection {
  private final RedisSettings settings;
  private final LettuceClient client;
  private volatile Optional<Pair> pair = Optional.empty();

  private record Pair(LettuceLink<byte[]> appends, LettuceLink<byte[]> reads) {}

  private RedisLogConnection(RedisSettings settings, LettuceClient client) {
    this.settings = settings;
    this.client = client;
  }

  /** Starts threads and loads classes, so it is to be called where one may block. */
  static RedisLogConnection create(RedisSettings settings, RedisURI uri) {
    return new RedisLogConnection(
        settings, LettuceClient.ofMode(settings, uri, LettuceClient.restored(settings).build()));
  }

  /** Opens both connections where there are none yet; lettuce restores them from then on. */
  CompletionStage<Void> open() {
    if (pair.isPresent()) {
      return CompletableFuture.completedFuture(null);
    }
    CompletionStage<LettuceLink<byte[]>> appends = client.connect(ByteArrayCodec.INSTANCE);
    CompletionStage<LettuceLink<byte[]>> reads = client.connect(ByteArrayCodec.INSTANCE);
    CompletableFuture<Void> both =
        appends
            .thenCombine(reads, Pair::new)
            .toCompletableFuture()
            .thenAccept(opened -> pair = Optional.of(opened));
    return both.whenComplete(
        (_, fault) -> {
          if (fault != null) {
            appends.thenAccept(LettuceLink::close);
            reads.thenAccept(LettuceLink::close);
          }
        });
  }

  /** For what changes something; not there before the first connect. */
  Optional<RedisClusterAsyncCommands<byte[], byte[]>> appends() {
    return pair.map(both -> both.appends.commands());
  }

  /** For what only reads. */
  Optional<RedisClusterAsyncCommands<byte[], byte[]>> reads() {
    return pair.map(both -> both.reads.commands());
  }

  /** Whether both connections stand at this moment. */
  boolean isUp() {
    return pair.isPresent()
        && pair.get().appends.connection().isOpen()
        && pair.get().reads.connection().isOpen();
  }

  Duration commandTimeout() {
    return settings.commandTimeout();
  }

  /** Ends all connections and threads, within about 2 s. */
  CompletionStage<Void> close() {
    return client.close();
  }
}
