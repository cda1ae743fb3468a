package io.heddle.app.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.BiConsumer;

/** Opens a loop's connections at their pace, bounded in flight, each with a time limit. */
final class Ramp {
  /** Connections a source address; the usual range of ephemeral ports holds 28,000. */
  static final int PER_ADDRESS = 25_000;

  private final BenchOptions options;
  private final List<Connection> connections;
  private final Tally tally;
  private final ArrayDeque<Connection> inFlight = new ArrayDeque<>();
  private final int mostInFlight;
  private final double interval;
  private long start;
  private int next;

  Ramp(BenchOptions options, List<Connection> connections, Tally tally) {
    this.options = options;
    this.connections = connections;
    this.tally = tally;
    this.mostInFlight = Math.max(1, options.inFlight() / options.threads());
    double share = options.connectsPerSecond() / options.threads();
    this.interval = share > 0 ? 1e9 / share : 0;
  }

  /** Starts what may be started, gives up what took too long. */
  void step(Selector selector, BiConsumer<Connection, Exception> drop) {
    long now = System.nanoTime();
    expire(now, drop);
    if (next == 0) {
      start = now;
    }
    int open = tally.ready + tally.failed;
    while (next < connections.size()
        && next - open < mostInFlight
        && start + (long) (next * interval) <= now) {
      Connection connection = connections.get(next++);
      connection.startedAt = now;
      tally.firstStart = Math.min(tally.firstStart, now);
      try {
        open(connection, selector);
        inFlight.add(connection);
      } catch (IOException e) {
        drop.accept(connection, e);
      }
    }
  }

  /** Gives up what is not ready; also what was never begun. */
  void abandon(BiConsumer<Connection, Exception> drop) {
    inFlight.clear();
    for (Connection connection : connections) {
      switch (connection.state) {
        case NEW -> drop.accept(connection, new ProtocolFault("not begun when the ramp ended"));
        case CONNECTING, UPGRADING, SUBSCRIBING ->
            drop.accept(connection, new ProtocolFault("not ready when the ramp ended"));
        case READY, GONE -> {}
      }
    }
  }

  private void expire(long now, BiConsumer<Connection, Exception> drop) {
    for (Connection oldest; (oldest = inFlight.peek()) != null; inFlight.poll()) {
      boolean pending = oldest.live() && oldest.state != Connection.State.READY;
      if (pending && now - oldest.startedAt < options.connectTimeout().toNanos()) {
        return;
      }
      if (pending) {
        drop.accept(oldest, new ProtocolFault("timed out while " + oldest.state));
      }
    }
  }

  private void open(Connection connection, Selector selector) throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      Target target = options.target();
      if (target.loopback() && options.connections() > PER_ADDRESS) {
        channel.bind(new InetSocketAddress(source(connection.index), 0));
      }
      boolean done = channel.connect(target.address());
      connection.attach(
          channel,
          channel.register(
              selector, done ? SelectionKey.OP_WRITE : SelectionKey.OP_CONNECT, connection));
      connection.state = Connection.State.CONNECTING;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e instanceof IOException io ? io : new IOException(e.toString(), e);
    }
  }

  private static InetAddress source(int index) throws IOException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) (1 + index / PER_ADDRESS)});
  }
}
