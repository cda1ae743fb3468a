package io.heddle.cluster.redis;

import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** A connection on which every channel is subscribed to. Safe to call from any thread. */
final class RedisSubscription {
  private final StatefulRedisPubSubConnection<byte[], byte[]> connection;
  private final Duration timeout;

  RedisSubscription(StatefulRedisPubSubConnection<byte[], byte[]> connection, Duration timeout) {
    this.connection = connection;
    this.timeout = timeout;
  }

  /** Fails where Redis does not answer in time, be the connection open or not. */
  CompletionStage<String> ping() {
    return connection
        .async()
        .ping()
        .toCompletableFuture()
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Ends the subscription. */
  CompletionStage<Void> close() {
    return connection.closeAsync();
  }
}
