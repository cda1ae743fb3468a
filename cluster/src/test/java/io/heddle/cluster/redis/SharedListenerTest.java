package io.heddle.cluster.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.cluster.redis.IngressEvent.Heard;
import io.heddle.cluster.redis.IngressEvent.Marked;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;

class SharedListenerTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final IngressMetrics metrics = new IngressMetrics(registry);
  private final Admission arrivals = new Admission(metrics, 3);
  private final TestInbox<RedisIngress.Command> mailbox = TestInbox.create();
  private final SharedListener listener = new SharedListener(mailbox.getRef(), 1, arrivals);

  @Test
  void noMoreThanTheLimitIsInTheMailbox() {
    Stream.of("1", "2", "3", "4", "5").forEach(it -> hear(listener, it));

    assertThat(heard(mailbox)).extracting(SharedListenerTest::text).containsExactly("1", "2", "3");
    assertThat(overflow()).isEqualTo(2);

    arrivals.over();
    hear(listener, "6");
    hear(listener, "7");
    assertThat(heard(mailbox)).extracting(SharedListenerTest::text).containsExactly("6");
    assertThat(overflow()).isEqualTo(3);
  }

  @Test
  void aNodeThatDropsMessagesGivesTheOthersTheIdsThatAllGive() {
    TestInbox<RedisIngress.Command> otherMailbox = TestInbox.create();
    SharedListener other =
        new SharedListener(otherMailbox.getRef(), 1, new Admission(metrics, 100));
    for (SharedListener each : List.of(listener, other)) {
      mark(each, "r 1 0");
      Stream.of("a", "b", "c", "d", "d").forEach(it -> hear(each, it));
    }
    heard(mailbox);
    arrivals.over();
    hear(listener, "d");
    hear(other, "d");

    MadeUpId id = heard(mailbox).getFirst().id();
    assertThat(overflow()).isEqualTo(2);
    assertThat(heard(otherMailbox).getLast().id()).isEqualTo(id);
  }

  @Test
  void aMarkFindsAPlaceInAnyCase() {
    Stream.of("1", "2", "3", "4").forEach(it -> hear(listener, it));

    mark(listener, "r 7 5");

    assertThat(mailbox.getAllReceived().getLast())
        .isEqualTo(new Marked(new ChannelMark("r", 7, 5)));
  }

  @Test
  void whatIsNoMarkInTheChannelOfMarksIsLeftAlone() {
    Stream.of("", "r", "r 1", "r 1 x", "r 1 2 3", " 1 2", "r -1 2", "r".repeat(21) + " 1 2")
        .forEach(it -> mark(listener, it));

    assertThat(mailbox.hasMessages()).isFalse();
  }

  private static void hear(SharedListener listener, String payload) {
    listener.message("events:x".getBytes(UTF_8), payload.getBytes(UTF_8));
  }

  private static void mark(SharedListener listener, String mark) {
    listener.message(ChannelMark.CHANNEL.getBytes(UTF_8), mark.getBytes(UTF_8));
  }

  private static List<ChannelMessage> heard(TestInbox<RedisIngress.Command> mailbox) {
    return mailbox.getAllReceived().stream()
        .filter(Heard.class::isInstance)
        .map(command -> ((Heard) command).message())
        .toList();
  }

  private static String text(ChannelMessage message) {
    return new String(message.payload(), UTF_8);
  }

  private double overflow() {
    return registry
        .get("heddle.ingress.messages")
        .tag("channel", "events")
        .tag("outcome", "overflow")
        .counter()
        .count();
  }
}
