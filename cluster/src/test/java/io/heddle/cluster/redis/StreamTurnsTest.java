package io.heddle.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.protocol.ToPublisher;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Several readers of one stream: one reads, the others stand by. */
class StreamTurnsTest extends StreamCase {
  @Test
  void twoReadersTakeTurnsAndKeepTheOrderOfARoom() {
    List<StreamNode> nodes = new ArrayList<>(List.of(node("a"), node("b")));
    eventually().until(() -> nodes.stream().filter(StreamNode::reads).count() == 1);

    for (int round = 0; round < 4; round++) {
      addTo("chat:1", round * 250, 250);
      StreamNode reader = nodes.stream().filter(StreamNode::reads).findFirst().orElseThrow();
      reader.stop().receiveMessage(PATIENCE);
      nodes.remove(reader);
      nodes.add(node("c" + round));
      eventually().until(() -> nodes.stream().filter(StreamNode::reads).count() == 1);
    }

    awaitLog("chat:1", 1000);
    awaitSettled();
    assertThat(consumers()).as("those that left are forgotten").hasSizeLessThan(2);
  }

  @Test
  void aReaderThatLosesItsPlaceStandsByUntilItIsFree() {
    StreamNode node = node("a");
    addTo("chat:1", 0, 1);
    awaitLog("chat:1", 1);

    redis.with(c -> c.sync().set(utf8(READER), utf8("another")));
    eventually().until(() -> !node.reads());
    addTo("chat:1", 1, 3);
    assertThat(rooms.log("chat:1")).hasSize(1);
    redis.with(c -> c.sync().del(utf8(READER)));

    awaitLog("chat:1", 4);
    awaitSettled();
  }

  @Test
  void aStopWaitsForWhatIsUnderWayAndLeavesTheRestToOthers() {
    StreamNode node = node("a");
    CompletableFuture<ToPublisher.Answer> later = new CompletableFuture<>();
    node.fabric.rooms = _ -> later;
    addTo("chat:1", 0, 3);
    eventually().until(() -> !node.fabric.published.isEmpty());

    var stopped = node.stop();
    later.complete(RecordingFabric.PUBLISHED);
    stopped.receiveMessage(PATIENCE);

    node.awaitEnd();
    assertThat(node.fabric.published).hasSize(1);
    assertThat(length(STREAM)).isEqualTo(2);
    assertThat(redis.<Long>with(c -> c.sync().exists(utf8(READER)))).isZero();
    node("b");
    eventually().until(() -> rooms.log("chat:1").equals(List.of("1", "2")));
    awaitSettled();
  }

  @Test
  void aStopWaitsForARoomThatNeverAnswersOnlySoLong() {
    StreamNode node = node("a");
    node.fabric.rooms = _ -> new CompletableFuture<>();
    addTo("chat:1", 0, 1);
    eventually().until(() -> !node.fabric.published.isEmpty());

    node.stop().receiveMessage(PATIENCE);

    node.awaitEnd();
    assertThat(length(STREAM)).isOne();
  }

  private List<Object> consumers() {
    return redis.with(c -> c.sync().xinfoConsumers(utf8(STREAM), utf8("heddle")));
  }
}
