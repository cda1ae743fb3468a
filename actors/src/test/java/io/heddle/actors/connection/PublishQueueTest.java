package io.heddle.actors.connection;

import static io.heddle.actors.testing.World.draft;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.metrics.ConnectionMetrics;
import io.heddle.actors.protocol.ErrorCode;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.PublishReply;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.ToPublisher.Answer;
import io.heddle.actors.protocol.ToPublisher.Done;
import io.heddle.actors.protocol.ToPublisher.Failed;
import io.heddle.actors.protocol.ToRoom;
import io.heddle.actors.testing.TestSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;

class PublishQueueTest {
  private static final RoomName ROOM = new RoomName("chat:42");
  private static final RoomName OTHER = new RoomName("chat:43");

  private final List<ToRoom.Publish> sent = new ArrayList<>();
  private final List<String> answers = new ArrayList<>();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final TestInbox<PublishReply> self = TestInbox.create();
  private final PublishQueue<String> queue =
      new PublishQueue<>(
          (_, message) -> sent.add((ToRoom.Publish) message),
          self.getRef(),
          TestSettings.with().rooms(),
          new ConnectionMetrics(registry),
          (token, answer) -> answers.add(token + " " + text(answer)));

  @Test
  void sendsOneBatchAtATimeToARoomAndGathersTheNext() {
    offer(ROOM, "a");
    offer(ROOM, "b");
    offer(ROOM, "c");
    assertThat(sent).hasSize(1);
    accept(0);

    assertThat(sent).hasSize(2);
    assertThat(sent.get(1).drafts()).hasSize(2);
    accept(1);
    assertThat(answers).containsExactly("a 1", "b 2", "c 2");
    assertThat(queue.size()).isZero();
  }

  @Test
  void roomsDoNotWaitForEachOther() {
    offer(ROOM, "a");
    offer(OTHER, "b");

    assertThat(sent).hasSize(2);
  }

  @Test
  void aBatchHoldsNoMoreThan64() {
    for (int i = 0; i < 200; i++) {
      offer(ROOM, "x");
    }
    for (int i = 0; i < sent.size(); i++) {
      accept(i);
    }

    assertThat(sent).extracting(batch -> batch.drafts().size()).containsExactly(1, 64, 64, 64, 7);
    assertThat(answers).hasSize(200);
  }

  @Test
  void whatIsNotAnsweredIsSentAgainAsItWas() {
    offer(ROOM, "a");
    queue.retry(499);
    assertThat(sent).hasSize(1);
    queue.retry(500);

    assertThat(sent).hasSize(2);
    assertThat(sent.get(1)).isEqualTo(sent.get(0));
    assertThat(unanswered("repeated")).isEqualTo(1);
  }

  @Test
  void anEchoIsIgnored() {
    offer(ROOM, "a");
    accept(0);
    accept(0);
    offer(ROOM, "b");
    accept(0);

    assertThat(answers).containsExactly("a 1");
    assertThat(queue.size()).isEqualTo(1);
  }

  @Test
  void whatIsTooOldFailsAndTheNextGoesOut() {
    offer(ROOM, "a");
    offer(ROOM, "b");
    queue.retry(5000);

    assertThat(answers).containsExactly("a unavailable");
    assertThat(sent).hasSize(2);
    assertThat(queue.size()).isEqualTo(1);
    assertThat(unanswered("timeout")).isEqualTo(1);
  }

  @Test
  void aRejectedBatchFailsWhole() {
    offer(ROOM, "a");
    queue.replied(
        new PublishReply(
            ROOM, sent.getFirst().batch(), new PublishReply.Rejected(ErrorCode.UNAVAILABLE)),
        0);

    assertThat(answers).containsExactly("a unavailable");
    assertThat(queue.size()).isZero();
  }

  private double unanswered(String outcome) {
    return registry.counter("heddle.publishes.unanswered", "outcome", outcome).count();
  }

  private void offer(RoomName room, String token) {
    queue.offer(room, draft("0"), false, token, 0);
  }

  private void accept(int index) {
    ToRoom.Publish batch = sent.get(index);
    List<PublishReply.Receipt> receipts =
        batch.drafts().stream()
            .map(_ -> new PublishReply.Receipt(new Position("e", index + 1L), false, -1))
            .toList();
    queue.replied(new PublishReply(ROOM, batch.batch(), new PublishReply.Accepted(receipts)), 0);
  }

  private static String text(Answer answer) {
    return switch (answer) {
      case Done(var receipt) -> Long.toString(receipt.position().offset());
      case Failed(var code) -> code.code();
    };
  }
}
