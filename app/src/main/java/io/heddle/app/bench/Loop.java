package io.heddle.app.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One selector thread with its share of the connections. Each round sends what is due, waits for
 * sockets (or to be woken), and takes what came. Only {@link #wake()} and {@link #progress()} are
 * for other threads while it runs.
 */
final class Loop implements Runnable {
  /** Longest wait: how late an expiry or a change of phase may be noticed. */
  private static final long HOUSEKEEPING_MILLIS = 10;

  /** While a paced ramp runs, connects are due more often than that. */
  private static final long RAMP_MILLIS = 1;

  private static final byte[] NORMAL = {0x03, (byte) 0xE8};

  private final List<Connection> connections;
  private final Course course;
  private final Rooms rooms;
  private final Receiver receiver;
  private final Ramp ramp;
  private final Optional<Window> window;
  private final Runnable wakePeers;
  private final Function<Loop, Optional<Publisher>> publishers;
  private final Upgrade upgrade;
  private final Tokens tokens;
  private final Tally tally;
  private final Selector selector;
  private Optional<Publisher> publisher = Optional.empty();
  private Course.Phase seen = Course.Phase.RAMP;
  private long waitBegan;
  private volatile @Nullable Throwable crash;

  /** The parts of a loop; {@code publishers} is asked once, when publishing begins. */
  record Parts(
      List<Connection> connections,
      Course course,
      Rooms rooms,
      Receiver receiver,
      Ramp ramp,
      Upgrade upgrade,
      Tokens tokens,
      Tally tally,
      Optional<Window> window,
      Runnable wakePeers,
      Function<Loop, Optional<Publisher>> publishers) {}

  Loop(Parts parts) throws IOException {
    this.connections = parts.connections();
    this.course = parts.course();
    this.rooms = parts.rooms();
    this.receiver = parts.receiver();
    this.ramp = parts.ramp();
    this.upgrade = parts.upgrade();
    this.tokens = parts.tokens();
    this.tally = parts.tally();
    this.window = parts.window();
    this.wakePeers = parts.wakePeers();
    this.publishers = parts.publishers();
    this.selector = Selector.open();
  }

  void wake() {
    selector.wakeup();
  }

  Tally.Progress progress() {
    return tally.progress();
  }

  /** Complete when the thread has ended. */
  Tally tally() {
    return tally;
  }

  List<Connection> connections() {
    return connections;
  }

  /** What ended the loop against its will. */
  Optional<Throwable> crash() {
    return Optional.ofNullable(crash);
  }

  @Override
  public void run() {
    try (selector) {
      while (course.phase() != Course.Phase.STOP) {
        round();
      }
      enter(Course.Phase.STOP);
      connections.forEach(this::leave);
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      crash = e;
    } finally {
      tally.show();
    }
  }

  private void round() throws IOException {
    Course.Phase phase = course.phase();
    if (phase != seen) {
      enter(phase);
    }
    boolean more = false;
    long timeout = HOUSEKEEPING_MILLIS;
    if (phase == Course.Phase.RAMP) {
      ramp.step(selector, this::drop);
      timeout = RAMP_MILLIS;
    } else if (phase == Course.Phase.PUBLISH && publisher.isPresent()) {
      more = publisher.get().step(this::drop);
    }
    tally.show();
    waitBegan = System.nanoTime();
    if (more) {
      selector.selectNow(this::handle);
    } else {
      selector.select(this::handle, timeout);
    }
    waited();
    int delivered = receiver.takeDelivered();
    if (delivered > 0 && window.isPresent()) {
      window.get().release(delivered);
      wakePeers.run();
    }
  }

  private void enter(Course.Phase phase) {
    if (seen == Course.Phase.RAMP) {
      ramp.abandon(this::drop);
    }
    if (phase == Course.Phase.PUBLISH) {
      publisher = publishers.apply(this);
    } else {
      publisher.ifPresent(p -> p.end(System.nanoTime()));
      publisher = Optional.empty();
    }
    seen = phase;
  }

  /** Adds the time since the wait began, once a round: what comes after is work. */
  private void waited() {
    if (waitBegan != 0) {
      tally.waitedNanos += System.nanoTime() - waitBegan;
      waitBegan = 0;
    }
  }

  private void handle(SelectionKey key) {
    waited();
    Connection connection = (Connection) key.attachment();
    try {
      if (connection.state == Connection.State.CONNECTING) {
        if (connection.connected()) {
          connection.state = Connection.State.UPGRADING;
          connection.send(ByteBuffer.wrap(upgrade.request(tokens.token(connection.index))));
        }
        return;
      }
      if (key.isReadable()) {
        receiver.read(connection);
      }
      if (key.isValid() && key.isWritable()) {
        connection.flush();
      }
    } catch (IOException | ProtocolFault e) {
      drop(connection, e);
    }
  }

  private void drop(Connection connection, Exception why) {
    Connection.State state = connection.state;
    if (state == Connection.State.GONE) {
      return;
    }
    String reason =
        why instanceof ProtocolFault fault
            ? fault.reason()
            : (state == Connection.State.CONNECTING ? "connect: " : "socket: ") + why.getMessage();
    if (state == Connection.State.READY) {
      rooms.leave(connection.room);
      connection.owed = rooms.published(connection.room);
      tally.lost++;
      Tally.count(tally.losses, reason);
    } else {
      tally.failed++;
      Tally.count(tally.failures, reason);
    }
    connection.close();
  }

  private void leave(Connection connection) {
    if (connection.state == Connection.State.READY) {
      connection.owed = rooms.published(connection.room);
      ByteBuffer out = ByteBuffer.allocate(ClientFrame.MAX_HEADER + NORMAL.length);
      ClientFrame.write(out, ServerFrame.CLOSE, NORMAL, ThreadLocalRandom.current().nextInt());
      try {
        connection.send(out.flip());
      } catch (IOException _) {
        // The counts are final: a server that left first is no fault any more.
      }
    }
    connection.close();
  }
}
