package io.heddle.cluster.lettuce;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;

/**
 * One connection and its commands; safe to use from any thread.
 *
 * @param commands those that a single Redis and a Redis Cluster have in common
 */
public record LettuceLink<T>(
    StatefulConnection<T, T> connection, RedisClusterAsyncCommands<T, T> commands) {
  /** Ends it; does not wait for that. */
  public void close() {
    var _ = connection.closeAsync();
  }
}
