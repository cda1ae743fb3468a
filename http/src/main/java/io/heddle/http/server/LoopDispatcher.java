package io.heddle.http.server;

import com.typesafe.config.Config;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.dispatch.DispatcherPrerequisites;
import org.apache.pekko.dispatch.ExecutorServiceConfigurator;
import org.apache.pekko.dispatch.ExecutorServiceFactory;

/**
 * Makes an event loop the thread of a dispatcher; named in the configuration that {@link
 * EventLoops#dispatchers} gives, and made by Pekko.
 */
public final class LoopDispatcher extends ExecutorServiceConfigurator {
  static final String LOOP = "loop";

  private final ExecutorService executor;

  /** Called by Pekko. */
  public LoopDispatcher(Config config, DispatcherPrerequisites prerequisites) {
    super(config, prerequisites);
    EventLoops loops =
        prerequisites
            .settings()
            .setup()
            .get(EventLoops.class)
            .orElseThrow(() -> new IllegalStateException("an actor system without event loops"));
    executor = new OnLoop(loops.loop(config.getInt(LOOP)));
  }

  @Override
  public ExecutorServiceFactory createExecutorServiceFactory(String id, ThreadFactory threads) {
    return () -> executor;
  }

  /**
   * Cannot be shut down: a dispatcher does that to its executor whenever it has had no actor for a
   * second, and the last disconnect would end the loop.
   */
  private static final class OnLoop extends AbstractExecutorService {
    private final EventLoop loop;

    OnLoop(EventLoop loop) {
      this.loop = loop;
    }

    @Override
    public void execute(Runnable task) {
      loop.execute(task);
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
      return List.of();
    }

    @Override
    public boolean isShutdown() {
      return false;
    }

    @Override
    public boolean isTerminated() {
      return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return true;
    }
  }
}
