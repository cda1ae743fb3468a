package io.heddle.cluster.sharding;

import static io.heddle.actors.testing.World.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.heddle.actors.log.LogMetrics;
import io.heddle.actors.log.LogRules;
import io.heddle.actors.log.MemoryRoomLog;
import io.heddle.actors.log.RoomLog;
import io.heddle.actors.protocol.PublishReply.Receipt;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.ToPublisher;
import io.heddle.actors.testing.TestSettings;
import io.heddle.actors.testing.World;
import io.heddle.config.Settings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;

/**
 * Several nodes of one real cluster: they speak over TCP on this machine, and share a log as those
 * of a real one do.
 */
final class FabricCluster implements AutoCloseable {
  final List<FabricNode> nodes = new ArrayList<>();
  private final Settings settings;
  private final RoomLog log;
  private final Config overrides;
  private final Homes homes = new Homes();

  private FabricCluster(Settings settings, RoomLog log, Config overrides) {
    this.settings = settings;
    this.log = log;
    this.overrides = overrides;
  }

  /** Nodes whose log is the memory that they share. */
  static FabricCluster of(int size, String... variables) {
    return of(size, ConfigFactory.empty(), variables);
  }

  static FabricCluster of(int size, Config overrides, String... variables) {
    Settings settings = TestSettings.with(variables);
    RoomLog log =
        new MemoryRoomLog(
            LogRules.of(settings),
            new LogMetrics(new SimpleMeterRegistry()),
            200_000,
            64 << 20,
            Clock.systemUTC());
    return over(log, size, settings, overrides);
  }

  static FabricCluster over(RoomLog log, int size, Settings settings, Config overrides) {
    FabricCluster cluster = new FabricCluster(settings, log, overrides);
    try {
      for (int i = 0; i < size; i++) {
        cluster.start();
      }
      cluster.awaitWhole();
      return cluster;
    } catch (Throwable fault) {
      cluster.close();
      throw fault;
    }
  }

  FabricNode node(int index) {
    return nodes.get(index);
  }

  /** One more node; it joins, but nobody waits for that. */
  FabricNode start() {
    FabricNode node = new FabricNode(settings, log, overrides, homes);
    FabricNode first = up().findFirst().orElse(node);
    nodes.add(node);
    Cluster.get(node.system)
        .manager()
        .tell(Join.create(Cluster.get(first.system).selfMember().address()));
    return node;
  }

  Stream<FabricNode> up() {
    return nodes.stream().filter(FabricNode::isUp);
  }

  /** Waits until all nodes that run know each other, and none that does not. */
  void awaitWhole() {
    int size = (int) up().count();
    eventually(
        () ->
            assertThat(up().toList())
                .allSatisfy(node -> assertThat(node.view()).isEqualTo(List.of(size, size))));
    up().forEach(node -> node.rooms.ready(OneNode.PATIENCE).toCompletableFuture().join());
  }

  /** A room that lives on a node. */
  RoomName roomOn(FabricNode home, String namespace) {
    for (int i = 0; i < 200; i++) {
      RoomName room = new RoomName(namespace + ":" + UUID.randomUUID());
      if (home(room) == home) {
        return room;
      }
    }
    throw new AssertionError("no room lives there");
  }

  /** Where a room lives; it is started by the question. */
  FabricNode home(RoomName room) {
    eventually(
        () -> {
          var _ = up().findFirst().orElseThrow().fabric.presence(room);
          assertThat(homes.of(room)).isPresent();
        });
    String id = homes.of(room).orElseThrow();
    return nodes.stream().filter(node -> node.id().equals(id)).findFirst().orElseThrow();
  }

  /** Whether a room runs that has been started. */
  boolean isAwake(RoomName room) {
    return homes.isAwake(room);
  }

  /** Publishes through a node until it is in the log. */
  static Receipt published(FabricNode through, RoomName room, String data) {
    List<Receipt> receipts = new ArrayList<>(1);
    var draft = World.draft(data);
    eventually(
        () -> {
          var answer = through.fabric.publish(room, draft).toCompletableFuture().join();
          assertThat(answer).isInstanceOf(ToPublisher.Done.class);
          receipts.add(((ToPublisher.Done) answer).receipt());
        });
    return receipts.getFirst();
  }

  @Override
  public void close() {
    List.copyOf(nodes).reversed().stream().filter(FabricNode::isUp).forEach(FabricNode::close);
    log.close();
  }
}
