package io.heddle.http.loop;

import io.netty.channel.ChannelFuture;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.Done;

/** What Netty will have done, as Java says it. */
public final class Completion {
  private Completion() {}

  /** Completes when it is done, or with what went wrong; as a rule on the channel's loop. */
  public static CompletableFuture<Done> of(ChannelFuture action) {
    CompletableFuture<Done> completion = new CompletableFuture<>();
    action.addListener(
        done -> {
          if (done.isSuccess()) {
            completion.complete(Done.getInstance());
          } else {
            completion.completeExceptionally(done.cause());
          }
        });
    return completion;
  }
}
