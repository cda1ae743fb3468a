package io.heddle.cluster.sharding;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.heddle.actors.protocol.PublishReply;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.ToRoom;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.junit.jupiter.api.Test;

class LocalClusterTest {
  @Test
  void aNodeThatIsShutDownStopsItsRoomsLeavesTheClusterAndEnds() throws Exception {
    EchoRoom rooms = new EchoRoom();
    OneNode node = new OneNode(rooms).awaitReady();
    TestProbe<PublishReply> probe = TestProbe.create(node.system);
    RoomName room = new RoomName("chat:42");
    node.rooms.tell(room, new ToRoom.Publish(1, List.of(), false, probe.ref()));
    probe.receiveMessage(OneNode.PATIENCE);
    Cluster cluster = Cluster.get(node.system);

    node.close();

    node.system.getWhenTerminated().toCompletableFuture().get(20, TimeUnit.SECONDS);
    assertThat(rooms.stopped).containsExactly(room);
    assertThat(cluster.selfMember().status()).isEqualTo(MemberStatus.removed());
  }

  @Test
  void nodesOfOneProcessAreClustersOfTheirOwn() {
    try (OneNode one = new OneNode(new EchoRoom()).awaitReady();
        OneNode other = new OneNode(new EchoRoom()).awaitReady()) {
      assertThat(Cluster.get(one.system).state().getMembers()).hasSize(1);
      assertThat(Cluster.get(other.system).state().getMembers()).hasSize(1);
    }
  }

  @Test
  void theClusterCanBeReachedFromThisMachineAlone() {
    try (OneNode node = new OneNode(new EchoRoom()).awaitReady()) {
      var address = Cluster.get(node.system).selfMember().address();

      assertThat(address.getHost()).contains("127.0.0.1");
      assertThat(address.getPort().orElseThrow()).isNotIn(0, 17355);
    }
  }

  @Test
  void blockingWorkHasADispatcherOfItsOwn() {
    try (OneNode node = new OneNode(new EchoRoom())) {
      var blocking =
          node.system
              .dispatchers()
              .lookup(DispatcherSelector.fromConfig("heddle.blocking-dispatcher"));

      assertThat(blocking).isNotSameAs(node.system.executionContext());
    }
  }

  @Test
  void whatAnOperatorSetsWins() {
    Config overrides =
        ConfigFactory.parseString(
            "pekko.http.server.backlog = 7, pekko.cluster.gossip-interval = 9s,"
                + " pekko.io.tcp.worker-dispatcher = ${pekko.cluster.use-dispatcher}");

    Config config = LocalCluster.config(OneNode.SETTINGS, overrides);

    assertThat(config.getInt("pekko.http.server.backlog")).isEqualTo(7);
    assertThat(config.getDuration("pekko.cluster.gossip-interval")).hasSeconds(9);
    assertThat(config.getString("pekko.io.tcp.worker-dispatcher"))
        .isEqualTo("pekko.actor.internal-dispatcher");
  }

  @Test
  void ourOwnSettingsWinOverTheLibraries() {
    Config config = LocalCluster.config(OneNode.SETTINGS, ConfigFactory.empty());

    assertThat(config.getInt("pekko.cluster.sharding.number-of-shards")).isEqualTo(20);
    assertThat(config.getInt("pekko.stream.materializer.io.tcp.coalesce-writes")).isZero();
    assertThat(config.getInt("pekko.actor.default-dispatcher.throughput")).isEqualTo(64);
    assertThat(config.getInt("pekko.cluster.sharding.distributed-data.majority-min-cap")).isOne();
    assertThat(config.getStringList("pekko.cluster.sharding.distributed-data.durable.keys"))
        .isEmpty();
    assertThat(
            config.getInt(
                "pekko.cluster.sharding.coordinator-singleton.min-number-of-hand-over-retries"))
        .isOne();
    assertThat(config.getBytes("pekko.http.parsing.max-uri-length")).isEqualTo(16 * 1024);
    assertThat(config.getBoolean("pekko.actor.allow-java-serialization")).isFalse();
  }
}
