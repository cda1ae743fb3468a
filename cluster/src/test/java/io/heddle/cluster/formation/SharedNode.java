package io.heddle.cluster.formation;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.heddle.config.Settings;
import io.heddle.config.load.SettingsLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.typed.Cluster;

/** A node without rooms that forms a cluster with others of this process. */
final class SharedNode implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(40);

  final int port;
  final ActorSystem<Void> system;
  final ClusterView view;

  private SharedNode(int port, Settings settings) {
    this.port = port;
    Config abrupt =
        ConfigFactory.parseString("pekko.coordinated-shutdown.run-by-actor-system-terminate = off");
    String host = OwnAddress.find(settings.cluster());
    system =
        ActorSystem.create(
            Behaviors.empty(), "heddle", ClusterConfig.of(settings, host, "1.2.3", abrupt));
    view = ClusterView.follow(system, settings.cluster());
    Formation.start(system, settings);
  }

  /** Starts one at a port, with these settings in HOCON. */
  static SharedNode start(int port, String... settings) {
    return new SharedNode(
        port,
        SettingsLoader.parse(
            "heddle { log = memory, cluster { host = \"127.0.0.1\", port = %d } }\n%s"
                .formatted(port, String.join("\n", settings))));
  }

  /** Seeds at these ports, in HOCON. */
  static String seeds(List<Integer> ports) {
    return "heddle.cluster.seeds = \"%s\""
        .formatted(String.join(",", ports.stream().map(port -> "127.0.0.1:" + port).toList()));
  }

  /** Ports that nobody listens on. */
  static List<Integer> ports(int count) {
    var sockets = new ArrayList<ServerSocket>();
    try {
      for (int i = 0; i < count; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      var ports = sockets.stream().map(ServerSocket::getLocalPort).toList();
      for (var socket : sockets) {
        socket.close();
      }
      return ports;
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  List<Integer> members() {
    var ports = new ArrayList<Integer>();
    for (Member member : Cluster.get(system).state().getMembers()) {
      ports.add(member.address().getPort().orElseThrow());
    }
    return ports;
  }

  /** Ends without leaving, as a process does that is killed. */
  void kill() {
    system.terminate();
    join();
  }

  /** Waits for its end. */
  void join() {
    system
        .getWhenTerminated()
        .toCompletableFuture()
        .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .join();
  }

  @Override
  public void close() {
    CoordinatedShutdown.get(system)
        .runAll(CoordinatedShutdown.unknownReason())
        .toCompletableFuture()
        .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .join();
    join();
  }
}
