package io.heddle.app.cli;

import io.heddle.app.Heddle;
import io.heddle.app.NoKeyException;
import io.heddle.app.StartFailedException;
import io.heddle.config.Settings;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.pekko.http.javadsl.server.Route;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One node from its start to its end, as a process has it. */
final class NodeRun {
  private static final Logger LOG = LoggerFactory.getLogger(NodeRun.class);

  private final Settings settings;
  private final Optional<Route> page;
  private final StopSignals signals;

  NodeRun(Settings settings, Optional<Route> page, StopSignals signals) {
    this.settings = settings;
    this.page = page;
    this.signals = signals;
  }

  /**
   * Starts the node and stays until a signal has asked it to stop, or until it ended by itself.
   *
   * @param ready called once, when the node is ready, with the address that it listens on
   * @return the process's exit code
   */
  int untilStopped(Consumer<InetSocketAddress> ready) {
    if (settings.debug()) {
      Logging.debug();
    }
    ClassCache.ofProcess().ifPresent(ClassCache::log);
    var node = started();
    int port = node.address().getPort();
    try (var _ = Note.write(settings.dataDir(), Note.PORT, Integer.toString(port))) {
      ready.accept(node.address());
      CompletableFuture.anyOf(signals.asked(), node.whenTerminated().toCompletableFuture())
          .exceptionally(Throwable::toString)
          .join();
      if (!signals.asked().isDone() && node.wasAskedToDrain()) {
        LOG.info("drained and stopped");
        return ExitCode.OK;
      }
      if (!signals.asked().isDone()) {
        throw CommandFailedException.failed("the node ended by itself; its log says why");
      }
      return stopped(node);
    }
  }

  private Heddle started() {
    try {
      return Heddle.start(settings, page);
    } catch (NoKeyException e) {
      throw CommandFailedException.misused(String.valueOf(e.getMessage()));
    } catch (StartFailedException e) {
      throw CommandFailedException.failed(String.valueOf(e.getMessage()));
    }
  }

  private int stopped(Heddle node) {
    LOG.info("stopping on {}", signals.asked().join());
    var drained = node.stop().toCompletableFuture();
    var timeout = settings.drain().timeout();
    boolean inTime =
        CompletableFuture.anyOf(drained, signals.hurried())
            .thenApply(_ -> drained.isDone())
            .completeOnTimeout(false, timeout.toMillis(), TimeUnit.MILLISECONDS)
            .exceptionally(
                fault -> {
                  LOG.error("stopping failed", fault);
                  return false;
                })
            .join();
    if (inTime) {
      LOG.info("stopped");
      return ExitCode.OK;
    }
    LOG.warn("stopped before everything under way was answered");
    return ExitCode.CUT_SHORT;
  }
}
