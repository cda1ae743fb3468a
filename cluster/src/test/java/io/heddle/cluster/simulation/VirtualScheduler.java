package io.heddle.cluster.simulation;

import com.typesafe.config.Config;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import org.apache.pekko.actor.AbstractScheduler;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.event.LoggingAdapter;
import scala.concurrent.ExecutionContext;
import scala.concurrent.duration.FiniteDuration;

/** Pekko's scheduler on the time of a simulation. Made by the actor system, by name. */
final class VirtualScheduler extends AbstractScheduler {
  /** Of the simulation that starts a node; set around the making of its actor system. */
  static final ThreadLocal<Optional<VirtualTime>> STARTING =
      ThreadLocal.withInitial(Optional::empty);

  private final VirtualTime time = STARTING.get().orElseThrow();

  /** As Pekko asks for it. */
  VirtualScheduler(Config config, LoggingAdapter log, ThreadFactory threads) {}

  private static final class Scheduled implements Cancellable {
    private final VirtualTime.Task task;
    private boolean cancelled;

    Scheduled(VirtualTime.Task task) {
      this.task = task;
    }

    @Override
    public synchronized boolean cancel() {
      cancelled |= task.cancel();
      return cancelled;
    }

    @Override
    public synchronized boolean isCancelled() {
      return cancelled;
    }
  }

  @Override
  public Cancellable scheduleOnce(FiniteDuration delay, Runnable work, ExecutionContext executor) {
    return new Scheduled(time.later(delay.toNanos(), work, executor::execute));
  }

  @Override
  @SuppressWarnings("deprecation")
  public Cancellable schedule(
      FiniteDuration delay, FiniteDuration interval, Runnable work, ExecutionContext executor) {
    return scheduleWithFixedDelay(delay, interval, work, executor);
  }

  /** How often a second something may be due: as often as there are milliseconds. */
  @Override
  public double maxFrequency() {
    return 1000;
  }
}
