package io.heddle.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.fabric.MembershipChange;
import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.ClientId;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.ErrorCode;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.Sender;
import io.heddle.actors.protocol.ToPublisher;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class IngressDeliveryTest {
  private static final Draft DRAFT = Draft.of("x", Payload.EMPTY_OBJECT, "m", Sender.SERVER);
  private static final IngressMessage PUBLISH =
      new IngressMessage.Publish(new RoomName("chat:1"), DRAFT);
  private static final IngressMessage DIRECT = new IngressMessage.Direct(ClientId.random(), DRAFT);

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final RecordingFabric fabric = new RecordingFabric();
  private final IngressMetrics metrics = new IngressMetrics(registry);
  private final Admission underWay = new Admission(metrics, 1);
  private final IngressDelivery delivery = new IngressDelivery(fabric, metrics, underWay);

  @Test
  void eachAnswerOfARoomIsAnOutcome() {
    answered(RecordingFabric.PUBLISHED, "published");
    answered(RecordingFabric.DUPLICATE, "duplicate");
    answered(new ToPublisher.Failed(ErrorCode.UNAVAILABLE), "unavailable");
    answered(new ToPublisher.Failed(ErrorCode.INVALID_ROOM), "refused");
  }

  @Test
  void aFaultOfTheFabricIsCounted() {
    fabric.answer = CompletableFuture.failedFuture(new IllegalStateException("fault for a test"));

    deliver(PUBLISH);

    assertThat(count("fault")).isOne();
  }

  @Test
  void aChangeOfAMembershipThatCannotBeAnnouncedIsUnavailable() {
    IngressMessage change =
        new IngressMessage.Change(new MembershipChange("7", "g", Optional.empty(), true), DRAFT);
    deliver(change);
    fabric.answer =
        CompletableFuture.completedFuture(new ToPublisher.Failed(ErrorCode.UNAVAILABLE));
    deliver(change);

    assertThat(fabric.changes).hasSize(2);
    assertThat(fabric.changes.getFirst().draft().relayed()).isTrue();
    assertThat(count("published")).isOne();
    assertThat(count("unavailable")).isOne();
  }

  @Test
  void aConnectionThatIsNotThereIsCounted() {
    deliver(DIRECT);
    fabric.connections = 0;
    deliver(DIRECT);

    assertThat(count("delivered")).isOne();
    assertThat(count("nobody")).isOne();
  }

  @Test
  void whatGoesNoFurtherIsCountedWithItsReason() {
    deliver(new IngressMessage.Own());
    deliver(new IngressMessage.Unfit(IngressOutcome.GARBAGE, "x"));

    assertThat(count("own_origin")).isOne();
    assertThat(count("garbage")).isOne();
    assertThat(fabric.published).isEmpty();
  }

  @Test
  void whateverBecomesOfAMessageIsToldOnce() {
    AtomicInteger over = new AtomicInteger();
    List<IngressMessage> each =
        List.of(
            PUBLISH,
            DIRECT,
            new IngressMessage.Own(),
            new IngressMessage.Unfit(IngressOutcome.GARBAGE, "x"));
    for (IngressMessage message : each) {
      assertThat(underWay.admit(IngressRow.ROOMS)).isTrue();
      delivery.deliver(IngressRow.ROOMS, message, over::incrementAndGet);
    }
    fabric.answer = new CompletableFuture<>();
    assertThat(underWay.admit(IngressRow.ROOMS)).isTrue();
    delivery.deliver(IngressRow.ROOMS, PUBLISH, over::incrementAndGet);
    assertThat(over).hasValue(4);

    fabric.answer.complete(RecordingFabric.PUBLISHED);

    assertThat(over).hasValue(5);
  }

  @Test
  void whatIsPublishedIsKnownToHaveComeFromRedis() {
    deliver(PUBLISH);

    assertThat(fabric.published.getFirst().draft().relayed()).isTrue();
  }

  @Test
  void aFabricThatThrowsIsCountedAndGivesThePlaceBack() {
    fabric.rooms =
        _ -> {
          throw new IllegalStateException("fault for a test");
        };

    deliver(PUBLISH);

    assertThat(count("fault")).isOne();
    assertThat(underWay.admit(IngressRow.ROOMS)).isTrue();
  }

  @Test
  void aPlaceIsTakenUntilTheRoomHasAnswered() {
    fabric.answer = new CompletableFuture<>();
    deliver(PUBLISH);

    assertThat(underWay.admit(IngressRow.ROOMS)).isFalse();
    assertThat(count("overflow")).isOne();

    fabric.answer.complete(RecordingFabric.PUBLISHED);

    assertThat(underWay.admit(IngressRow.ROOMS)).isTrue();
    assertThat(count("published")).isOne();
  }

  private void answered(ToPublisher.Answer answer, String outcome) {
    fabric.answer = CompletableFuture.completedFuture(answer);
    deliver(PUBLISH);
    assertThat(count(outcome)).isOne();
  }

  private void deliver(IngressMessage message) {
    assertThat(underWay.admit(IngressRow.ROOMS)).isTrue();
    delivery.deliver(IngressRow.ROOMS, message);
  }

  private double count(String outcome) {
    return registry
        .get("heddle.ingress.messages")
        .tag("channel", "rooms")
        .tag("outcome", outcome)
        .counter()
        .count();
  }
}
