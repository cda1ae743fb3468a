package io.heddle.cluster.simulation;

import io.heddle.actors.log.LogMetrics;
import io.heddle.actors.log.LogRules;
import io.heddle.actors.log.MemoryRoomLog;
import io.heddle.actors.log.RoomLog;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.StartFrom;
import io.heddle.actors.protocol.ToLocalRooms;
import io.heddle.actors.protocol.ToNode;
import io.heddle.actors.testing.TestSettings;
import io.heddle.actors.testing.World;
import io.heddle.config.Settings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Some nodes that know each other, and what may happen to them. */
final class SimulatedCluster implements AutoCloseable {
  /** Rooms whose memory is kept; no simulation has more. */
  private static final int REMEMBERED = 1_000_000;

  /** Between two shards that the coordinator places, and before the first: a guess. */
  private static final Duration PLACING = Duration.ofMillis(20);

  private final VirtualTime time = new VirtualTime();
  private final Network network = new Network(time);
  private final Shards shards;
  private final RoomLog log;

  SimulatedCluster(int nodes, int shardsANode) {
    Settings settings = TestSettings.with();
    shards = new Shards(nodes * shardsANode, nodes);
    log =
        new MemoryRoomLog(
            LogRules.of(settings),
            new LogMetrics(new SimpleMeterRegistry()),
            REMEMBERED,
            256L << 20,
            time);
    for (int i = 0; i < nodes; i++) {
      network.nodes().add(new SimulatedNode(i, settings, log, time, shards, network.new Link(i)));
    }
    for (SimulatedNode node : network.nodes()) {
      network.nodes().stream().filter(other -> other != node).forEach(node::meet);
    }
    pass(Duration.ofSeconds(1));
    for (SimulatedNode node : network.nodes()) {
      if (node.known() != nodes) {
        throw new IllegalStateException("a node knows " + node.known() + " of " + nodes);
      }
    }
  }

  SimulatedNode node(int index) {
    return network.nodes().get(index);
  }

  Journal journal() {
    return network.journal();
  }

  long now() {
    return time.at();
  }

  void pass(Duration duration) {
    time.pass(duration);
  }

  /** The node that a room lives on. */
  int home(RoomName room) {
    return shards.home(room);
  }

  /** Lets a member come into a room by subscribing. */
  void subscribe(int node, RoomName room, Listener member) {
    node(node)
        .ref()
        .tell(
            new ToNode.ForRooms(
                new ToLocalRooms.Subscribe(
                    room, member, 1, StartFrom.NOW, Optional.empty(), Optional.empty())));
  }

  /** Joins a member to a room as the server does. */
  void enter(int node, RoomName room, Listener member) {
    node(node)
        .ref()
        .tell(new ToNode.ForRooms(new ToLocalRooms.Enter(List.of(room), member, Map.of())));
  }

  /** Publishes through a node, and does not wait for the answer. */
  void publish(int node, RoomName room) {
    time.run(
        () -> {
          var _ = node(node).fabric().publish(room, World.draft("1"));
        });
  }

  /** A node is gone, and the others have given it up just now. */
  void lose(int gone) {
    node(gone).kill();
    time.awaitRest();
    List<Integer> lost = shards.lost(gone);
    for (SimulatedNode node : network.nodes()) {
      if (node.isAlive()) {
        node.giveUp(gone);
      }
    }
    long wait = 0;
    for (int shard : lost) {
      wait += PLACING.toNanos();
      time.later(wait, () -> place(shard, gone), time::run);
    }
  }

  private void place(int shard, int gone) {
    shards.place(shard, gone);
    network.nodes().stream().filter(SimulatedNode::isAlive).forEach(SimulatedNode::placed);
  }

  /** Until when the last of so many lost shards is placed. */
  static long placed(int lost) {
    return PLACING.toMillis() * lost;
  }

  @Override
  public void close() {
    network.nodes().forEach(SimulatedNode::kill);
    time.close();
    log.close();
  }
}
