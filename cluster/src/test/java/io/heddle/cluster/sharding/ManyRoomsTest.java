package io.heddle.cluster.sharding;

import static io.heddle.cluster.sharding.FabricCluster.published;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.protocol.PublishReply.Receipt;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.StartFrom;
import io.heddle.actors.protocol.ToLocalRooms.Subscribe;
import io.heddle.actors.protocol.ToNode;
import io.heddle.actors.testing.FakeSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A node that dies with many rooms, its own and those of others that it has members of. */
class ManyRoomsTest {
  /** So that a busy machine has the time that it needs; nothing is timed here. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final int SLICE = 1_000;

  @Test
  void theOthersServeAllOfItsRoomsAndStayTogether() {
    othersStayCalm(3_000);
  }

  @Test
  @Tag("long")
  void theOthersServeThirtyThousandRoomsAndStayTogether() {
    othersStayCalm(30_000);
  }

  private static void othersStayCalm(int size) {
    List<RoomName> rooms =
        IntStream.range(0, size).mapToObj(i -> new RoomName("chat:" + i)).toList();
    try (FabricCluster cluster =
        FabricCluster.of(3, "HEDDLE_ROOMS_PUBLISH_TIMEOUT", "60s", "HEDDLE_ROOMS_TAIL", "10")) {
      FakeSocket stays = new FakeSocket();
      subscribe(cluster.node(0), stays, rooms);
      subscribe(cluster.node(2), new FakeSocket(), rooms);

      cluster.node(2).kill();
      within(
          () ->
              assertThat(cluster.up().toList())
                  .allSatisfy(node -> assertThat(node.view()).isEqualTo(List.of(2, 2))));

      int before = stays.frames();
      for (int i = 0; i < size; i += SLICE) {
        List<RoomName> some = rooms.subList(i, Math.min(size, i + SLICE));
        some.forEach(room -> cluster.node(1).publish(room));
        int all = before + i + some.size();
        within(() -> assertThat(stays.frames()).isGreaterThanOrEqualTo(all));
      }
      assertThat(stays.lines("chat:").stream().distinct()).hasSize(size);
      Receipt receipt = published(cluster.node(1), rooms.getFirst(), "2");
      assertThat(receipt.position().offset()).isEqualTo(2);
      within(
          () -> {
            double gone =
                cluster.up().mapToDouble(node -> node.counter("heddle.room.nodes.gone")).sum();
            assertThat(gone).isPositive();
          });
      assertThat(cluster.up().toList())
          .allSatisfy(node -> assertThat(node.view()).isEqualTo(List.of(2, 2)));
    }
  }

  private static void subscribe(FabricNode node, FakeSocket socket, List<RoomName> rooms) {
    for (int i = 0; i < rooms.size(); i += SLICE) {
      List<RoomName> some = rooms.subList(i, Math.min(rooms.size(), i + SLICE));
      for (RoomName room : some) {
        node.node.tell(
            new ToNode.ForRooms(
                new Subscribe(room, socket, 1, StartFrom.NOW, Optional.empty(), Optional.empty())));
      }
      int all = i + some.size();
      within(() -> assertThat(socket.frames()).isGreaterThanOrEqualTo(all));
    }
  }

  private static void within(ThrowingRunnable assertion) {
    Awaitility.await()
        .pollInterval(Duration.ofMillis(50))
        .atMost(PATIENCE)
        .untilAsserted(assertion);
  }
}
