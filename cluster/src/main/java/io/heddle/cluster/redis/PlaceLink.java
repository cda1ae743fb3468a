package io.heddle.cluster.redis;

import io.heddle.cluster.lettuce.LettuceLink;
import io.heddle.cluster.script.RedisScript;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The connection over which the reader's place is kept; one that has failed is followed by another.
 * Apart from the subscription, which goes on meanwhile: a slot of a Redis Cluster that moves, or
 * has no primary for a while, costs no message. Safe to use from any thread.
 */
final class PlaceLink {
  private final Supplier<CompletionStage<LettuceLink<byte[]>>> connect;
  private CompletableFuture<LettuceLink<byte[]>> link;

  PlaceLink(LettuceLink<byte[]> first, Supplier<CompletionStage<LettuceLink<byte[]>>> connect) {
    this.connect = connect;
    this.link = CompletableFuture.completedFuture(first);
  }

  /** Runs a script once, or fails. */
  CompletionStage<List<Object>> run(RedisScript script, byte[][] keys, byte[]... arguments) {
    return open()
        .thenCompose(
            by ->
                script
                    .run(by.commands(), keys, arguments)
                    .whenComplete(
                        (_, fault) -> {
                          if (fault != null) {
                            giveUp(by);
                          }
                        }));
  }

  private synchronized CompletableFuture<LettuceLink<byte[]>> open() {
    if (link.isCompletedExceptionally()) {
      link = connect.get().toCompletableFuture();
    }
    return link;
  }

  private synchronized void giveUp(LettuceLink<byte[]> failed) {
    if (link.isDone() && !link.isCompletedExceptionally() && link.join().equals(failed)) {
      link = CompletableFuture.failedFuture(new IllegalStateException("given up"));
      failed.close();
    }
  }

  /** Ends it; does not wait for that. */
  synchronized void close() {
    var _ = link.thenAccept(LettuceLink::close);
  }
}
