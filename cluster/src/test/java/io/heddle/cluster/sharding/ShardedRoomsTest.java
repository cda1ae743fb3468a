package io.heddle.cluster.sharding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import io.heddle.actors.protocol.PublishReply;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.ToRoom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShardedRoomsTest {
  private final EchoRoom rooms = new EchoRoom();
  private OneNode node;

  @BeforeAll
  void start() {
    node = new OneNode(rooms).awaitReady();
  }

  @AfterAll
  void stop() {
    node.close();
  }

  @Test
  void aReadyNodeIsUp() {
    assertThat(Cluster.get(node.system).selfMember().status()).isEqualTo(MemberStatus.up());
  }

  @Test
  void aRoomAnswersThroughTheRegion() {
    PublishReply reply = publish("chat:42", 7);

    assertThat(reply.room()).isEqualTo(new RoomName("chat:42"));
    assertThat(reply.batch()).isEqualTo(7);
  }

  @Test
  void aRoomStaysTheSameUntilItPassivates() {
    long first = start(publish("chat:steady", 1));

    assertThat(start(publish("chat:steady", 2))).isEqualTo(first);
  }

  @Test
  void aRoomThatPassivatedStartsAnewWithTheNextMessage() {
    RoomName room = new RoomName("chat:sleepy");
    long first = start(publish(room.value(), 1));

    node.rooms.tell(room, new ToRoom.Tick());
    await().atMost(OneNode.PATIENCE).until(() -> rooms.stopped.contains(room));

    assertThat(start(publish(room.value(), 2))).isGreaterThan(first);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a/b/c",
        "file:/etc/../etc",
        "user:anna maria",
        "chat:Füße-愛-🙂",
        "%2F",
        "a%",
        "a+b",
        "x:?#[]@!$&'()*+,;=",
        "$a",
        "-",
        ".",
        "user:a:b:c",
        "\"quoted\\\"",
      })
  void anyNameThatARoomMayHaveReachesItsRoom(String name) {
    assertThat(publish(name, 1).room().value()).isEqualTo(name);
  }

  @Test
  void aLongNameReachesItsRoom() {
    String name = "chat:" + "愛".repeat(250);

    assertThat(publish(name, 1).room().value()).isEqualTo(name);
  }

  @Test
  void namesThatDifferOnlyInEscapingAreDifferentRooms() {
    long slash = start(publish("x:/", 1));
    long escaped = start(publish("x:%2F", 1));

    assertThat(slash).isNotEqualTo(escaped);
  }

  @Test
  void withoutAClusterReadinessTimesOut() throws Exception {
    var alone =
        ActorSystem.create(
            Behaviors.empty(),
            "alone",
            LocalCluster.config(OneNode.SETTINGS, ConfigFactory.empty()));
    try {
      var ready =
          ShardedRooms.start(alone, OneNode.SETTINGS, new EchoRoom())
              .ready(Duration.ofMillis(300))
              .toCompletableFuture();

      assertThat(ready.handle((_, fault) -> fault).get(20, TimeUnit.SECONDS))
          .satisfies(
              fault ->
                  assertThat(fault instanceof CompletionException ? fault.getCause() : fault)
                      .isInstanceOf(TimeoutException.class));
    } finally {
      alone.terminate();
      alone.getWhenTerminated().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
  }

  private PublishReply publish(String room, long batch) {
    TestProbe<PublishReply> probe = TestProbe.create(node.system);
    node.rooms.tell(new RoomName(room), new ToRoom.Publish(batch, List.of(), false, probe.ref()));
    return probe.receiveMessage(OneNode.PATIENCE);
  }

  private static long start(PublishReply reply) {
    return switch (reply.outcome()) {
      case PublishReply.Accepted(var receipts) -> receipts.getFirst().position().offset();
      case PublishReply.Rejected(var code) -> throw new AssertionError(code);
    };
  }
}
