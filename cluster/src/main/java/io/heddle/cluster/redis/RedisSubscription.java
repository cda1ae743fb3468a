package io.heddle.cluster.redis;

import static io.heddle.cluster.script.RedisScript.bytes;
import static io.heddle.cluster.script.RedisScript.text;

import io.heddle.cluster.script.RedisScript;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * A connection on which every channel is subscribed to, and where several nodes hear them, another
 * one for the reader's place. Safe to call from any thread.
 */
final class RedisSubscription {
  private static final RedisScript HOLD =
      new RedisScript(RedisSubscription.class, "hold-channels.lua");
  private static final RedisScript LEAVE =
      new RedisScript(RedisSubscription.class, "leave-channels.lua");
  private static final byte[] PLACE = bytes("heddle:channels:reader");
  private static final byte[] MARKS = bytes(ChannelMark.CHANNEL);

  private final StatefulRedisPubSubConnection<byte[], byte[]> connection;
  private final Optional<PlaceLink> place;
  private final Duration timeout;

  RedisSubscription(
      StatefulRedisPubSubConnection<byte[], byte[]> connection,
      Optional<PlaceLink> place,
      Duration timeout) {
    this.connection = connection;
    this.place = place;
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

  /** Whether the reader's place belongs to the mark's reader now, and then for a while. */
  CompletionStage<Boolean> hold(Duration kept, ChannelMark mark) {
    return run(HOLD, bytes(mark.reader()), bytes(kept.toMillis()), MARKS, bytes(mark.text()));
  }

  /** Gives the place up; whether it was the reader's. */
  CompletionStage<Boolean> leave(ChannelMark farewell) {
    return run(LEAVE, bytes(farewell.reader()), MARKS, bytes(farewell.text()));
  }

  private CompletionStage<Boolean> run(RedisScript script, byte[]... arguments) {
    return place
        .map(
            link ->
                link.run(script, new byte[][] {PLACE}, arguments)
                    .thenApply(answer -> text(answer.getFirst()).equals("1")))
        .orElseGet(() -> CompletableFuture.completedFuture(false));
  }

  /** Ends the subscription. */
  CompletionStage<Void> close() {
    place.ifPresent(PlaceLink::close);
    return connection.closeAsync();
  }
}
