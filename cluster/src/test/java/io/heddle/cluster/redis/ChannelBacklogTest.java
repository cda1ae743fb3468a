package io.heddle.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChannelBacklogTest {
  private static final long BEGIN = Long.MAX_VALUE - 1_000;

  private final List<String> forgotten = new ArrayList<>();
  private final ChannelBacklog backlog =
      new ChannelBacklog(5, message -> forgotten.add(text(message)));

  @Test
  void whatTheReaderHasDoneIsForgottenAndWhatItHasNotStays() {
    come("a");
    backlog.marked(new ChannelMark("r", 1, 0), false);
    come("b");
    backlog.marked(new ChannelMark("r", 2, 1), false);
    come("c");
    assertThat(backlog.size()).isEqualTo(2);

    backlog.marked(new ChannelMark("r", 3, 2), false);

    assertThat(left()).containsExactly("c");
    assertThat(forgotten).isEmpty();
  }

  @Test
  void aSuccessorsMarksCoverWhatItsPredecessorLeft() {
    come("a");
    backlog.marked(new ChannelMark("old", 1, 0), false);
    come("b");
    backlog.marked(new ChannelMark("new", 1, 0), false);
    come("c");
    backlog.marked(new ChannelMark("new", 2, 1), false);

    assertThat(left()).containsExactly("c");
  }

  @Test
  void aMarkSaysNothingOfWhatCameBehindItOnAnotherReader() {
    come("a");
    backlog.marked(new ChannelMark("old", 7, 6), false);
    backlog.marked(new ChannelMark("new", 8, 7), false);

    assertThat(left()).containsExactly("a");
  }

  @Test
  void theReaderHasDoneWhatIsOverUpToTheFirstThatIsNot() {
    List<Runnable> ends = new ArrayList<>();
    come("a");
    backlog.empty(delivery -> ends.add(delivery.over()));
    backlog.marked(new ChannelMark("r", 1, 0), true);
    come("b");
    backlog.empty(delivery -> ends.add(delivery.over()));
    backlog.marked(new ChannelMark("r", 2, 0), true);
    ends.getLast().run();
    assertThat(backlog.done("r")).isZero();

    ends.getFirst().run();

    assertThat(backlog.done("r")).isEqualTo(2);
    assertThat(backlog.done("other")).isZero();
  }

  @Test
  void theReaderHasNotDoneWhatStillWaits() {
    come("a");
    backlog.marked(new ChannelMark("r", 1, 0), true);
    assertThat(backlog.done("r")).isZero();

    backlog.empty(_ -> false);
    assertThat(backlog.done("r")).isZero();
    backlog.empty(
        delivery -> {
          delivery.over().run();
          return true;
        });

    assertThat(backlog.done("r")).isOne();
  }

  @Test
  void theOldestIsForgottenWhereAllAreTooLargeUntilSomeAreHandedOn() {
    byte[] large = new byte[16 << 20];
    for (int i = 0; i < 4; i++) {
      come(large);
    }
    assertThat(forgotten).isEmpty();
    come(large);
    assertThat(forgotten).hasSize(1);

    backlog.empty(_ -> true);
    for (int i = 0; i < 4; i++) {
      come(large);
    }
    assertThat(forgotten).hasSize(1);
  }

  @Test
  void whatIsNotTakenStaysInOrder() {
    come("a");
    come("b");
    backlog.empty(_ -> false);
    assertThat(backlog.size()).isEqualTo(2);

    assertThat(left()).containsExactly("a", "b");
  }

  @Test
  void theOldestIsForgottenWhereThereAreTooManyOrItWaitsTooLong() {
    for (String text : List.of("1", "2", "3", "4", "5", "6")) {
      come(text);
    }
    assertThat(forgotten).containsExactly("1");

    backlog.expire(BEGIN + ChannelBacklog.LONGEST.toNanos());
    assertThat(backlog.size()).isEqualTo(5);
    backlog.expire(BEGIN + ChannelBacklog.LONGEST.toNanos() + 1);
    assertThat(backlog.size()).isZero();
    assertThat(forgotten).hasSize(6);
  }

  private void come(String text) {
    come(text.getBytes(StandardCharsets.UTF_8));
  }

  private void come(byte[] payload) {
    backlog.came(
        new ChannelMessage(IngressRow.EVENTS, new byte[0], payload, MadeUpId.random(), BEGIN));
  }

  private List<String> left() {
    List<String> all = new ArrayList<>();
    backlog.empty(delivery -> all.add(text(delivery.message())));
    return all;
  }

  private static String text(ChannelMessage message) {
    return new String(message.payload(), StandardCharsets.UTF_8);
  }
}
