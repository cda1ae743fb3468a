package io.heddle.http.server;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.http.javadsl.ServerBinding;

/** A port that is listened on, by whichever server. Safe to use from any thread. */
public interface BoundServer {
  /** Where; tells the port where any free one was asked for. */
  InetSocketAddress address();

  /** Takes no more connections; those that are open stay. Completes when the port is free. */
  CompletionStage<Done> unbind();

  /**
   * To be called when the port is closed and WebSockets are gone: requests that are under way are
   * answered, and their connections end; those on which nothing is asked end at once.
   *
   * @param longest how long that may take; what is left then is cut
   * @return completes when no plain connection is left
   */
  CompletionStage<Done> end(Duration longest);

  /** Pekko HTTP's own server. */
  record OfPekko(ServerBinding binding) implements BoundServer {
    @Override
    public InetSocketAddress address() {
      return binding.localAddress();
    }

    @Override
    public CompletionStage<Done> unbind() {
      return binding.unbind();
    }

    @Override
    public CompletionStage<Done> end(Duration longest) {
      return binding.terminate(longest).thenApply(_ -> Done.getInstance());
    }
  }
}
