package io.heddle.app.history;

import static io.heddle.app.wire.TestNode.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.ErrorCode;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.PublishReply.Receipt;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.Sender;
import io.heddle.actors.protocol.ToPublisher.Answer;
import io.heddle.actors.protocol.ToPublisher.Done;
import io.heddle.actors.protocol.ToPublisher.Failed;
import io.heddle.app.StartFailedException;
import io.heddle.app.wire.TestNode;
import io.heddle.app.wire.TestRedis;
import io.heddle.app.wire.WireClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptHistoryTest {
  private static final RoomName KEPT = new RoomName("chat:kept");
  private static final RoomName PASSING = new RoomName("bench:passing");

  @TempDir Path folder;

  @Test
  void offsetsEpochAndKeysOutliveTheNodeWithSqlite() {
    outlivesTheNode(data());
  }

  @Test
  void offsetsEpochAndKeysOutliveTheNodeWithRedis() {
    try (TestRedis redis = new TestRedis().start()) {
      outlivesTheNode(data(), inRedis(redis));
      assertThat(folder.resolve("rooms.db")).doesNotExist();
    }
  }

  private static void outlivesTheNode(String... settings) {
    Position first;
    try (TestNode node = TestNode.start(settings)) {
      first = published(node, KEPT, "k").position();
      assertThat(published(node, KEPT, "other").position()).isEqualTo(first.plus(1));
    }
    try (TestNode node = TestNode.start(settings)) {
      Receipt again = published(node, KEPT, "k");

      assertThat(again.position()).isEqualTo(first);
      assertThat(again.duplicate()).isTrue();
      assertThat(published(node, KEPT, "new").position()).isEqualTo(first.plus(2));
    }
  }

  @Test
  void aRoomWithoutHistoryServesOnWhileTheLogIsDeadAndTheOthersWhenItIsBack() {
    try (TestRedis redis = new TestRedis().start();
        TestNode node =
            TestNode.start(
                data(),
                inRedis(redis),
                "heddle.redis { backoff-max = 200ms, backoff-min = 50ms }");
        WireClient client = node.enter("alice", PASSING.value())) {
      Position before = published(node, KEPT, "before").position();
      redis.kill();

      eventually().until(() -> ready(node).contains("\"log\""));
      assertThat(ready(node)).contains("degraded", "unavailable since");
      assertThat(publish(node, KEPT, "dead")).isEqualTo(new Failed(ErrorCode.UNAVAILABLE));
      client.send("{\"type\":\"publish\",\"room\":\"bench:passing\",\"data\":1}");
      assertThat(client.text()).contains("\"offset\":1", "\"data\":1");

      redis.start();
      eventually().until(() -> !ready(node).contains("\"log\""));
      eventually().until(() -> publish(node, KEPT, "back") instanceof Done);
      Position after = published(node, KEPT, "back").position();
      assertThat(after.epoch()).as("this Redis keeps nothing").isNotEqualTo(before.epoch());
    }
  }

  @Test
  void aDamagedFileStopsTheStartAndIsNamed() throws IOException {
    Path file = folder.resolve("rooms.db");
    Files.writeString(file, "no database ".repeat(100));

    assertThatThrownBy(() -> TestNode.start(data()))
        .isInstanceOf(StartFailedException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void aSecondNodeOnTheSameFolderDoesNotStart() {
    try (TestNode first = TestNode.start(data())) {
      assertThat(first.port()).isPositive();
      assertThatThrownBy(() -> TestNode.start(data()))
          .isInstanceOf(StartFailedException.class)
          .hasMessageContaining("another process")
          .hasMessageContaining(folder.toString());
    }
  }

  @Test
  void whereNothingIsKeptThereIsNoFile() {
    try (TestNode node = TestNode.start(data(), "heddle.log = memory")) {
      assertThat(published(node, KEPT, "k").position().offset()).isEqualTo(1);
      assertThat(folder.resolve("rooms.db")).doesNotExist();
    }
  }

  private String data() {
    return "heddle.data-dir = \"" + folder + "\"";
  }

  private static String inRedis(TestRedis redis) {
    return "heddle.log = redis, heddle.redis.url = \"" + redis.url() + "\"";
  }

  private static String ready(TestNode node) {
    return node.get("/health/ready").body();
  }

  private static Receipt published(TestNode node, RoomName room, String key) {
    return ((Done) publish(node, room, key)).receipt();
  }

  private static Answer publish(TestNode node, RoomName room, String key) {
    Draft draft =
        new Draft(
            "message",
            Payload.EMPTY_OBJECT,
            "id-" + key,
            Sender.SERVER,
            Optional.of(key),
            Optional.empty());
    return node.heddle().fabric().publish(room, draft).toCompletableFuture().join();
  }
}
