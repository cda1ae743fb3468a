package io.heddle.http.server;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;

/** The connections that Pekko HTTP's server layer has, so that they can end in order. */
final class PlainConnections {
  private final Set<PlainHttp> open = ConcurrentHashMap.newKeySet();
  private volatile boolean ending;

  /** Keeps a connection until its channel is closed. */
  void add(PlainHttp http) {
    open.add(http);
    var _ = http.closed().thenRun(() -> open.remove(http));
  }

  /** Whether each answer is to be the last of its connection. */
  boolean ending() {
    return ending;
  }

  /** See {@link BoundServer#end}. */
  CompletionStage<Done> end(Duration longest) {
    ending = true;
    return CompletableFuture.allOf(
            open.stream().map(PlainHttp::end).toArray(CompletableFuture<?>[]::new))
        .thenApply(_ -> Done.getInstance())
        .completeOnTimeout(Done.getInstance(), longest.toMillis(), TimeUnit.MILLISECONDS);
  }
}
