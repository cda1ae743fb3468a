package io.heddle.app.cli;

import com.typesafe.config.ConfigUtil;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the nodes of this machine say to each other, passed on by this process, so that one of them
 * can be cut off from the others. Each has a loopback address of its own from which it connects, by
 * which is known who speaks to whom.
 *
 * <p>A wire that is cut does what a network does that loses everything: nothing arrives, and nobody
 * is told; what was under way comes when it is mended, as TCP would repeat it. A connection that
 * was tried meanwhile never comes about. Safe to use from any thread.
 */
final class Wires implements AutoCloseable {
  private static final String HERE = "127.0.0.1";
  private static final int CHUNK = 64 * 1024;
  private static final int BACKLOG = 64;

  private final List<Integer> behind;
  private final List<ServerSocket> doors = new ArrayList<>();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final Set<Integer> cut = new HashSet<>();
  private boolean closed;

  private Wires(List<Integer> behind) {
    this.behind = List.copyOf(behind);
  }

  /**
   * Listens in the place of nodes 1 to N.
   *
   * @param doors the port of each node by which the others know it
   * @param behind the port on which it listens itself
   * @throws IOException where a port is taken, or this machine lacks an address that nodes need
   */
  static Wires open(List<Integer> doors, List<Integer> behind) throws IOException {
    var wires = new Wires(behind);
    try {
      for (int node = 1; node <= doors.size(); node++) {
        demand(source(node));
        int target = node;
        var door = new ServerSocket(doors.get(node - 1), BACKLOG, InetAddress.ofLiteral(HERE));
        wires.doors.add(door);
        Thread.ofVirtual().start(() -> wires.accept(door, target));
      }
      return wires;
    } catch (IOException fault) {
      wires.close();
      throw fault;
    }
  }

  /** On Linux all of 127.0.0.0/8 is there; elsewhere it has to be added. */
  private static void demand(String address) throws IOException {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(address, 0));
    } catch (IOException fault) {
      throw new IOException("this machine has no address " + address, fault);
    }
  }

  private static String source(int node) {
    return "127.0.0." + (node + 1);
  }

  private static int node(InetAddress source) {
    return source.getAddress()[3] - 1;
  }

  /**
   * The configuration of a node that is at the end of these wires, in HOCON.
   *
   * @param file what it has beside
   */
  String settings(int node, Optional<Path> file) {
    return file.map(it -> "include required(file(%s))\n".formatted(quoted(it))).orElse("")
        + """
        pekko.remote.artery {
          bind { hostname = "%s", port = %d }
          advanced.tcp.outbound-client-hostname = "%s"
        }
        """
            .formatted(HERE, behind.get(node - 1), source(node));
  }

  private static String quoted(Path file) {
    return ConfigUtil.quoteString(file.toAbsolutePath().toString());
  }

  /** Nothing goes from this node to others, or from others to it, until it is mended. */
  synchronized void cut(int node) {
    cut.add(node);
  }

  /** All goes on. */
  synchronized void mend(int node) {
    cut.remove(node);
    notifyAll();
  }

  private synchronized boolean isWhole(int source, int target) {
    return !cut.contains(source) && !cut.contains(target);
  }

  private synchronized void awaitWhole(int source, int target) throws InterruptedException {
    while (!closed && !isWhole(source, target)) {
      wait();
    }
  }

  private void accept(ServerSocket door, int target) {
    try {
      while (true) {
        var from = door.accept();
        sockets.add(from);
        Thread.ofVirtual().start(() -> join(from, target));
      }
    } catch (IOException _) {
      // The door was closed.
    }
  }

  private void join(Socket from, int target) {
    int source = node(from.getInetAddress());
    try (from) {
      if (isWhole(source, target)) {
        passBoth(from, source, target);
      } else {
        awaitWhole(source, target);
      }
    } catch (IOException _) {
      // Its node is not there: the other side finds its connection closed.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      sockets.remove(from);
    }
  }

  private void passBoth(Socket from, int source, int target)
      throws IOException, InterruptedException {
    try (var to = new Socket(InetAddress.ofLiteral(HERE), behind.get(target - 1))) {
      sockets.add(to);
      try {
        var back = Thread.ofVirtual().start(() -> pass(to, from, source, target));
        pass(from, to, source, target);
        back.join();
      } finally {
        sockets.remove(to);
      }
    }
  }

  private void pass(Socket in, Socket out, int source, int target) {
    var chunk = new byte[CHUNK];
    try {
      int length;
      do {
        length = in.getInputStream().read(chunk);
        awaitWhole(source, target);
        if (length > 0) {
          out.getOutputStream().write(chunk, 0, length);
        }
      } while (length >= 0);
      out.shutdownOutput();
    } catch (IOException _) {
      breakOff(in, out, source, target);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** The other side learns of it when the wire is whole. */
  private void breakOff(Socket in, Socket out, int source, int target) {
    try {
      awaitWhole(source, target);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    close(in);
    close(out);
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    doors.forEach(Wires::close);
    sockets.forEach(Wires::close);
  }

  private static void close(Closeable socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // It ends with the process.
    }
  }
}
