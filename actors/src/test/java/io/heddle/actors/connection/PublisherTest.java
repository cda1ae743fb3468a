package io.heddle.actors.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.metrics.ConnectionMetrics;
import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.ErrorCode;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.Sender;
import io.heddle.actors.protocol.ToPublisher;
import io.heddle.actors.testing.TestSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class PublisherTest {
  private static final ActorTestKit KIT = ActorTestKit.create();
  private static final int LIMIT = 10_000;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final TestProbe<ToPublisher.Answer> asker = KIT.createTestProbe(ToPublisher.Answer.class);

  @AfterAll
  static void stopKit() {
    KIT.shutdownTestKit();
  }

  @Test
  void whatComesWhileTooMuchIsUnderWayIsRefusedAtOnceAndCounted() {
    ActorRef<ToPublisher> publisher = publisherIntoTheVoid();
    for (int i = 0; i <= LIMIT; i++) {
      publisher.tell(publish());
    }

    assertThat(asker.receiveMessage()).isEqualTo(new ToPublisher.Failed(ErrorCode.UNAVAILABLE));
    assertThat(
            registry.get("heddle.publishes.unanswered").tag("outcome", "refused").counter().count())
        .isOne();
  }

  @Test
  void aPublishThatNobodyAnswersFailsAfterItsTimeOut() {
    publisherIntoTheVoid(
            "HEDDLE_ROOMS_PUBLISH_TIMEOUT", "300ms", "HEDDLE_ROOMS_PUBLISH_RETRY", "100ms")
        .tell(publish());

    assertThat(asker.receiveMessage()).isEqualTo(new ToPublisher.Failed(ErrorCode.UNAVAILABLE));
    assertThat(
            registry.get("heddle.publishes.unanswered").tag("outcome", "timeout").counter().count())
        .isOne();
  }

  private ToPublisher.Publish publish() {
    Draft draft = Draft.of("message", Payload.EMPTY_OBJECT, MessageIds.next(), Sender.SERVER);
    return new ToPublisher.Publish(new RoomName("chat:42"), draft, false, asker.getRef());
  }

  /** A region that loses everything. */
  private ActorRef<ToPublisher> publisherIntoTheVoid(String... variables) {
    return KIT.spawn(
        Publisher.create(
            (_, _) -> {},
            TestSettings.with(variables).rooms(),
            new ConnectionMetrics(registry),
            Clock.systemUTC()));
  }
}
