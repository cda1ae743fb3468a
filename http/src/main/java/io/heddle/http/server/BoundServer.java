package io.heddle.http.server;

import java.net.InetSocketAddress;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.http.javadsl.ServerBinding;

/** A port that is listened on, by whichever server. Safe to use from any thread. */
public interface BoundServer {
  /** Where; tells the port where any free one was asked for. */
  InetSocketAddress address();

  /** Takes no more connections; those that are open stay. Completes when the port is free. */
  CompletionStage<Done> unbind();

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
  }
}
