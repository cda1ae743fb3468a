package io.heddle.cluster.sharding;

import static io.heddle.actors.testing.World.eventually;
import static io.heddle.cluster.sharding.FabricCluster.published;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.heddle.actors.protocol.PresenceReply;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.ToRoom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A transport that loses messages: nothing may depend on any single one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LostMessagesTest {
  private FabricCluster cluster;

  @BeforeAll
  void start() {
    String serializer = LossySerializer.class.getName();
    cluster =
        FabricCluster.of(
            2,
            ConfigFactory.parseString("pekko.actor.serializers.heddle = \"" + serializer + "\""),
            "HEDDLE_ROOMS_LINGER",
            "50ms",
            "HEDDLE_ROOMS_IDLE_AFTER",
            "1s");
  }

  @AfterEach
  void loseNothingMore() {
    LossySerializer.loseNothing();
  }

  @AfterAll
  void stop() {
    cluster.close();
  }

  private static String user() {
    return "u-" + UUID.randomUUID();
  }

  @Test
  void theLastPublicationOfAQuietRoomIsNotLostOnItsWay() {
    RoomName room = cluster.roomOn(cluster.node(0), "chat");
    FabricClient client = cluster.node(1).connect(user()).in(room);
    published(cluster.node(0), room, "1");
    eventually(() -> assertThat(client.publications(room)).containsExactly("1"));

    AtomicInteger left = LossySerializer.lose("deliver/1", 1);
    published(cluster.node(0), room, "2");

    eventually(() -> assertThat(client.publications(room)).containsExactly("1", "2"));
    assertThat(left.get()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"for-notices/1", "remind/1", "confirmed/1", "attached/1", "attach/1"})
  void whatRepairsTheLossMayBeLostToo(String manifest) {
    RoomName room = cluster.roomOn(cluster.node(0), "chat");
    FabricClient client = cluster.node(1).connect(user()).in(room);
    LossySerializer.lose("deliver/1", 1);
    LossySerializer.lose(manifest, 2);

    published(cluster.node(0), room, "1");

    eventually(() -> assertThat(client.publications(room)).containsExactly("1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"attach/1", "attached/1", "publish/1", "published/1"})
  void joiningAndPublishingGoOnWhereAMessageIsLost(String manifest) {
    RoomName room = cluster.roomOn(cluster.node(0), "chat");
    LossySerializer.lose(manifest, 1);

    FabricClient client = cluster.node(1).connect(user()).in(room);
    published(cluster.node(1), room, "1");

    eventually(() -> assertThat(client.publications(room)).containsExactly("1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"for-rooms/1", "nobody/1", "attach/1", "attached/1", "deliver/1"})
  void aRoomThatTheServerJoinsPeopleToWakesThoughItsWordIsLost(String manifest) {
    String anna = user();
    RoomName room = new RoomName("user:" + anna);
    FabricClient here = cluster.node(0).connect(anna);
    FabricClient there = cluster.node(1).connect(anna);
    LossySerializer.lose(manifest, 2);

    published(cluster.node(0), room, "1");

    eventually(
        () -> {
          assertThat(here.publications(room)).containsExactly("1");
          assertThat(there.publications(room)).containsExactly("1");
        });
  }

  @Test
  void aRoomThatWentToRestUnheardWakesWithItsMembersAgain() {
    String anna = user();
    RoomName room = new RoomName("user:" + anna);
    FabricClient here = cluster.node(0).connect(anna);
    FabricClient there = cluster.node(1).connect(anna);
    LossySerializer.lose("closed/1", Integer.MAX_VALUE);
    published(cluster.node(0), room, "1");
    FabricNode home = cluster.home(room);
    eventually(() -> assertThat(cluster.isAwake(room)).isFalse());

    published(home, room, "2");

    eventually(
        () -> {
          assertThat(here.publications(room)).containsExactly("1", "2");
          assertThat(there.publications(room)).containsExactly("1", "2");
        });
  }

  @Test
  void aRoomSoonKnowsWhoHasLeftThoughTheWordIsLost() {
    RoomName room = cluster.roomOn(cluster.node(0), "chat");
    cluster.node(0).connect(user()).in(room);
    FabricClient there = cluster.node(1).connect(user()).in(room);
    FabricClient leaves = cluster.node(1).connect(user()).in(room);
    eventually(() -> assertThat(count(room)).isEqualTo(3));

    LossySerializer.lose("attended/1", 1);
    leaves.says(FabricClient.unsubscribe(room));
    eventually(() -> assertThat(leaves.heard("unsubscribed")).hasSize(1));
    published(cluster.node(0), room, "1");

    eventually(() -> assertThat(count(room)).isEqualTo(2));
    eventually(() -> assertThat(there.publications(room)).containsExactly("1"));
  }

  @Test
  void aLocalRoomThatEndedUnheardIsHandedNothingAnyMore() {
    RoomName room = cluster.roomOn(cluster.node(0), "chat");
    FabricClient there = cluster.node(1).connect(user()).in(room);
    eventually(() -> assertThat(count(room)).isEqualTo(1));

    LossySerializer.lose("attended/1", Integer.MAX_VALUE);
    AtomicInteger left = LossySerializer.lose("detach/1", 1);
    there.says(FabricClient.unsubscribe(room));
    eventually(() -> assertThat(left.get()).isZero());
    assertThat(count(room)).isEqualTo(1);
    published(cluster.node(0), room, "1");

    eventually(() -> assertThat(count(room)).isZero());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void aRoomThatEndsAloneIsFoundAgainThoughItsWordIsLost(int times) {
    RoomName room = cluster.roomOn(cluster.node(0), "chat");
    FabricClient client = cluster.node(1).connect(user()).in(room);
    published(cluster.node(0), room, "1");
    LossySerializer.lose("for-notices/1", times);

    cluster.node(0).rooms.tell(room, new ToRoom.Stop());
    published(cluster.node(0), room, "2");

    eventually(() -> assertThat(client.publications(room)).containsExactly("1", "2"));
  }

  private int count(RoomName room) {
    PresenceReply told = cluster.node(0).fabric.presence(room).toCompletableFuture().join();
    return told instanceof PresenceReply.Present present ? present.clientCount() : -1;
  }
}
