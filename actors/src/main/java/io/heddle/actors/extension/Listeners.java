package io.heddle.actors.extension;

import io.heddle.actors.fabric.ConnectionListener;
import io.heddle.actors.fabric.Registration;
import io.heddle.actors.metrics.ExtensionMetrics;
import io.heddle.actors.metrics.ExtensionMetrics.Heard;
import io.heddle.actors.protocol.Caller;
import io.heddle.actors.protocol.RoomName;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listeners of a node, each with a thread of its own. Safe for any thread; nothing blocks. */
public final class Listeners implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

  /** How far a listener may be behind: a reconnect storm of a node's default size. */
  static final int BEHIND = 10_000;

  private static final long IDLE_SECONDS = 30;

  private final List<Lane> lanes = new CopyOnWriteArrayList<>();
  private final ExtensionMetrics metrics;

  private record Lane(ConnectionListener listener, ThreadPoolExecutor thread) {}

  /** Nobody listens yet. */
  public Listeners(ExtensionMetrics metrics) {
    this.metrics = metrics;
  }

  /** Adds one; see {@code Fabric.listen}. */
  public Registration add(ConnectionListener listener) {
    ThreadPoolExecutor thread =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(BEHIND),
            ExtensionThreads.of(
                Thread.ofPlatform().name("heddle listener " + listener.getClass().getName()),
                listener));
    thread.allowCoreThreadTimeOut(true);
    Lane lane = new Lane(listener, thread);
    lanes.add(lane);
    return () -> {
      lanes.remove(lane);
      thread.shutdown();
    };
  }

  /** See {@link ConnectionListener#connected}. */
  public void connected(Caller caller) {
    tell(listener -> listener.connected(caller));
  }

  /** See {@link ConnectionListener#disconnected}. */
  public void disconnected(Caller caller) {
    tell(listener -> listener.disconnected(caller));
  }

  /** See {@link ConnectionListener#subscribed}. */
  public void subscribed(Caller caller, RoomName room) {
    tell(listener -> listener.subscribed(caller, room));
  }

  /** See {@link ConnectionListener#unsubscribed}. */
  public void unsubscribed(Caller caller, RoomName room) {
    tell(listener -> listener.unsubscribed(caller, room));
  }

  private void tell(Consumer<ConnectionListener> what) {
    for (Lane lane : lanes) {
      try {
        lane.thread.execute(() -> call(lane.listener, what));
      } catch (RejectedExecutionException _) {
        metrics.listener(Heard.DROPPED);
      }
    }
  }

  private void call(ConnectionListener listener, Consumer<ConnectionListener> what) {
    try {
      what.accept(listener);
      metrics.listener(Heard.TOLD);
    } catch (RuntimeException | LinkageError fault) {
      metrics.listener(Heard.FAILED);
      LOG.error("Listener {} failed", listener.getClass().getName(), fault);
    }
  }

  @Override
  public void close() {
    lanes.forEach(lane -> lane.thread.shutdown());
  }
}
