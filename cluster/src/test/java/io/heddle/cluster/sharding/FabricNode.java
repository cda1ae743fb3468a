package io.heddle.cluster.sharding;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.heddle.actors.connection.ConnectionEnvironment;
import io.heddle.actors.connection.Publisher;
import io.heddle.actors.extension.ApplicationCode;
import io.heddle.actors.extension.Listeners;
import io.heddle.actors.extension.RunningExtensions;
import io.heddle.actors.fabric.ActorFabric;
import io.heddle.actors.fabric.Fabric;
import io.heddle.actors.log.RoomLog;
import io.heddle.actors.metrics.ConnectionMetrics;
import io.heddle.actors.metrics.ExtensionMetrics;
import io.heddle.actors.metrics.RoomMetrics;
import io.heddle.actors.node.Node;
import io.heddle.actors.node.NodeDirectory;
import io.heddle.actors.protocol.ConnectionOrder;
import io.heddle.actors.protocol.Identity;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.ToNode;
import io.heddle.actors.protocol.TokenVerifier;
import io.heddle.actors.room.Room;
import io.heddle.actors.room.RoomEnvironment;
import io.heddle.actors.testing.FakeSocket;
import io.heddle.actors.testing.World;
import io.heddle.config.ClusterSettings;
import io.heddle.config.Settings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.remote.RemoteActorRefProvider;

/** One of several nodes in this process, each with an actor system and a transport of its own. */
final class FabricNode implements AutoCloseable {
  static final ClusterSettings SETTINGS = new ClusterSettings(20);

  /** A node that is gone is given up soon, but not for a pause of a busy machine. */
  private static final Config SEVERAL =
      ConfigFactory.parseString(
          """
          pekko {
            remote.artery.advanced.maximum-frame-size = 1 MiB
            remote.artery.advanced.buffer-pool-size = 16
            coordinated-shutdown.run-by-actor-system-terminate = off
            cluster {
              failure-detector {
                heartbeat-interval = 300ms
                acceptable-heartbeat-pause = 3s
              }
              split-brain-resolver.stable-after = 2s
              distributed-data.gossip-interval = 200ms
            }
          }
          """);

  final ActorSystem<Void> system;
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  final NodeDirectory directory;
  final ShardedRooms rooms;
  final ActorRef<ToNode> node;
  final Fabric fabric;
  private final List<FakeSocket> sockets = new CopyOnWriteArrayList<>();
  private final RunningExtensions extensions;

  /**
   * A node that is in no cluster yet.
   *
   * @param homes where it notes the rooms that start on it
   */
  FabricNode(Settings settings, RoomLog log, Config overrides, Homes homes) {
    String id = "node-" + UUID.randomUUID();
    system =
        ActorSystem.create(
            Behaviors.empty(),
            "heddle",
            LocalCluster.config(SETTINGS, overrides.withFallback(SEVERAL)));
    directory = NodeDirectory.follow(system);
    Clock clock = Clock.systemUTC();
    RoomEnvironment environment =
        new RoomEnvironment(
            settings.rooms(),
            settings.namespaces(),
            settings.limits(),
            log,
            directory,
            clock,
            new RoomMetrics(registry));
    rooms =
        ShardedRooms.start(
            system,
            SETTINGS,
            (room, passivation) -> {
              homes.started(room, id);
              return Room.create(
                  room,
                  environment,
                  ref -> {
                    homes.rests(room);
                    passivation.request(ref);
                  });
            });
    ConnectionMetrics metrics = new ConnectionMetrics(registry);
    ExtensionMetrics extensionMetrics = new ExtensionMetrics(registry);
    Listeners listeners = new Listeners(extensionMetrics);
    fabric =
        new ActorFabric(
            system,
            system.systemActorOf(
                Publisher.create(rooms, settings.rooms(), metrics, clock),
                "publisher",
                Props.empty()),
            directory,
            clock,
            settings.rooms().publishTimeout(),
            listeners);
    extensions =
        ApplicationCode.NONE.start(settings.extensions(), extensionMetrics, listeners, fabric);
    node =
        system.systemActorOf(
            Node.create(
                new ConnectionEnvironment(
                    settings,
                    rooms,
                    directory,
                    _ -> CompletableFuture.completedFuture(new TokenVerifier.Refused("no", false)),
                    extensions,
                    metrics,
                    clock),
                environment),
            id,
            Props.empty());
  }

  String id() {
    return NodeDirectory.id(node);
  }

  /** A client of a user, let in. */
  FabricClient connect(String user) {
    FakeSocket socket = new FakeSocket();
    sockets.add(socket);
    node.tell(new ToNode.Open(socket, Optional.of(Identity.user(user)), false));
    World.eventually(() -> assertThat(socket.lines("connected")).hasSize(1));
    return new FabricClient(socket);
  }

  /** Publishes, and does not wait for the answer. */
  void publish(RoomName room) {
    var _ = fabric.publish(room, World.draft("1"));
  }

  double counter(String name, String... tags) {
    return registry.counter(name, tags).count();
  }

  /** Drains and leaves, as a node does that is stopped. */
  void leave() {
    Duration time = Duration.ofSeconds(1);
    var drained =
        AskPattern.<ToNode, Done>ask(
                node,
                replyTo -> new ToNode.Drain(time, replyTo),
                OneNode.PATIENCE,
                system.scheduler())
            .toCompletableFuture();
    World.eventually(
        () -> {
          for (FakeSocket socket : sockets) {
            if (socket.closed().isPresent()) {
              socket.actor().tell(new ConnectionOrder.SocketClosed());
            }
          }
          assertThat(drained).isDone();
        });
    close();
  }

  /** Ends without a word to anybody: its connections to other nodes are cut first. */
  void kill() {
    RemoteActorRefProvider provider = (RemoteActorRefProvider) Adapter.toClassic(system).provider();
    provider.transport().shutdown();
    system.terminate();
    awaitEnd();
  }

  @Override
  public void close() {
    CoordinatedShutdown.get(system)
        .runAll(CoordinatedShutdown.unknownReason())
        .toCompletableFuture()
        .orTimeout(OneNode.PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .join();
    extensions.close();
  }

  private void awaitEnd() {
    system
        .getWhenTerminated()
        .toCompletableFuture()
        .orTimeout(OneNode.PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .join();
    extensions.close();
  }

  boolean isUp() {
    return !system.getWhenTerminated().toCompletableFuture().isDone();
  }

  /** How many nodes it has in its cluster, and knows to speak to. */
  List<Integer> view() {
    int up = 0;
    for (var member : Cluster.get(system).state().getMembers()) {
      up += member.status().equals(MemberStatus.up()) ? 1 : 0;
    }
    return List.of(up, directory.nodes().size());
  }
}
