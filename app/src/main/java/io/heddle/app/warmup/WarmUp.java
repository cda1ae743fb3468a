package io.heddle.app.warmup;

import io.heddle.config.WarmUpSettings;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connects to a private node until the code of a connect is compiled. */
public final class WarmUp {
  private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

  private final WarmUpSettings settings;
  private final PrivateNode node;
  private final long until;

  private WarmUp(WarmUpSettings settings, PrivateNode node) {
    this.settings = settings;
    this.node = node;
    this.until = System.nanoTime() + settings.timeout().toNanos();
  }

  /**
   * Starts to warm up, on a thread of its own.
   *
   * @param binder the node's server
   * @return completes when it is over, which is soon after the time-out at the latest; never fails
   */
  public static CompletionStage<Done> start(
      ActorSystem<?> system, WarmUpSettings settings, Binder binder, Clock clock) {
    CompletableFuture<Done> over = new CompletableFuture<>();
    if (settings.handshakes() == 0) {
      over.complete(Done.getInstance());
      return over;
    }
    Thread.ofPlatform()
        .daemon()
        .name("heddle-warm-up")
        .start(
            () -> {
              try (PrivateNode node = PrivateNode.start(system, binder, clock)) {
                new WarmUp(settings, node).run();
              } catch (Exception fault) {
                LOG.warn("The warm-up failed, and the first clients find a slow node", fault);
              } finally {
                over.complete(Done.getInstance());
              }
            });
    return over;
  }

  private void run() throws IOException, InterruptedException, ExecutionException {
    long begin = System.nanoTime();
    int done = 0;
    try {
      int port = node.port(left());
      while (done < settings.handshakes() && left() > 0) {
        int size = Math.min(Batch.MOST, settings.handshakes() - done);
        try (Batch batch = Batch.open(port, node.token(), "warm-up:" + done, size, this::left)) {
          batch.talk();
        }
        done += size;
      }
    } catch (TimeoutException | SocketTimeoutException _) {
      LOG.debug("The time for the warm-up was up");
    }
    long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    LOG.debug("Warmed up by {} handshakes in {} ms", done, took);
  }

  /** Milliseconds that are left; zero or less where the time is up. */
  private long left() {
    return TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
  }
}
