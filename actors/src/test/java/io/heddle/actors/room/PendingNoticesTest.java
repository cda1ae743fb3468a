package io.heddle.actors.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.protocol.Notice;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.ToLocalRoom;
import io.heddle.actors.protocol.ToNotices.Reminder;
import io.heddle.actors.protocol.ToRoom;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;

class PendingNoticesTest {
  private static final ActorRef<ToLocalRoom> LOCAL = TestInbox.<ToLocalRoom>create().getRef();

  private final PendingNotices pending = new PendingNotices();
  private long numbers;

  private static ActorRef<ToRoom> room() {
    return TestInbox.<ToRoom>create().getRef();
  }

  private long add(ActorRef<ToRoom> room, long offset) {
    Position head = new Position("e", offset);
    pending.add(new Notice(new RoomName("chat"), room, LOCAL, Optional.of(head), 0), ++numbers);
    return numbers;
  }

  private List<Long> take(long now) {
    return pending.take(now).stream().map(Reminder::number).toList();
  }

  @Test
  void whatIsNotConfirmedIsToldAgainAfterAWhile() {
    long number = add(room(), 1);

    assertThat(take(1000)).containsExactly(number);
    assertThat(take(1000 + PendingNotices.PATIENCE - 1)).isEmpty();
    assertThat(take(1000 + PendingNotices.PATIENCE)).containsExactly(number);
  }

  @Test
  void whatIsConfirmedIsNotToldAnyMore() {
    long number = add(room(), 1);
    take(0);

    pending.confirmed(number);

    assertThat(take(PendingNotices.PATIENCE)).isEmpty();
    assertThat(pending.isEmpty()).isTrue();
  }

  @Test
  void ofARoomOnlyTheLatestIsTold() {
    ActorRef<ToRoom> room = room();
    long first = add(room, 1);
    take(0);
    long second = add(room, 2);

    pending.confirmed(first);

    assertThat(take(1)).containsExactly(second);
    assertThat(take(PendingNotices.PATIENCE + 1)).containsExactly(second);
  }

  @Test
  void whatWasToldAndThenReplacedIsNotToldAgainAndItsConfirmationMeansNothing() {
    ActorRef<ToRoom> room = room();
    long first = add(room, 1);
    take(0);
    long second = add(room, 2);

    assertThat(take(PendingNotices.PATIENCE)).containsExactly(second);
    pending.confirmed(first);
    assertThat(pending.isEmpty()).isFalse();
    pending.confirmed(second);
    assertThat(pending.isEmpty()).isTrue();
  }

  @Test
  void whatIsNewDoesNotWaitBehindWhatWasTold() {
    long first = add(room(), 1);
    take(0);
    long second = add(room(), 1);

    assertThat(take(1)).containsExactly(second);
    assertThat(take(PendingNotices.PATIENCE)).containsExactly(first);
  }

  @Test
  void oneMessageTakesOnlySoMuchAndTheRestIsNext() {
    for (int i = 0; i < PendingNotices.MOST + 1; i++) {
      add(room(), 1);
    }

    assertThat(take(0)).hasSize(PendingNotices.MOST);
    assertThat(take(0)).hasSize(1);
    assertThat(take(0)).isEmpty();
  }
}
