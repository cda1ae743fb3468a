package io.heddle.actors.room;

import static io.heddle.actors.testing.World.draft;
import static io.heddle.actors.testing.World.eventually;
import static io.heddle.actors.testing.World.receipt;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.protocol.Attendance;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.ErrorCode;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.Publication;
import io.heddle.actors.protocol.PublishReply;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.Sender;
import io.heddle.actors.protocol.ToLocalRoom;
import io.heddle.actors.protocol.ToRoom;
import io.heddle.actors.testing.SlowLog.Fault;
import io.heddle.actors.testing.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RoomTest {
  private static final RoomName ROOM = new RoomName("chat:42");

  private final World world =
      World.with(
          "HEDDLE_NAMESPACES_CHAT_HISTORY_MODE",
          "none",
          "HEDDLE_ROOMS_TAIL",
          "10",
          "HEDDLE_ROOMS_KEYS",
          "3",
          "HEDDLE_ROOMS_IDLE_AFTER",
          "300ms");
  private final TestProbe<PublishReply> publisher = world.kit.createTestProbe();
  private final TestProbe<ToLocalRoom> local = world.kit.createTestProbe();

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void stampsOffsetsFromOneWithoutAGapInOneEpoch() {
    List<Position> positions = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      positions.add(world.published(ROOM, "0", false).position());
    }

    assertThat(positions)
        .extracting(Position::offset)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 20).boxed().toList());
    assertThat(positions).extracting(Position::epoch).containsOnly(positions.getFirst().epoch());
  }

  @Test
  void answersARepeatedBatchAgainAndAppliesItOnce() {
    Draft draft = draft("1");
    PublishReply first = publish(7, draft);
    PublishReply again = publish(7, draft);

    assertThat(again).isEqualTo(first);
    assertThat(world.published(ROOM, "2", false).position().offset()).isEqualTo(2);
  }

  @Test
  void answersARepeatedKeyWithTheFirstPositionAsADuplicate() {
    PublishReply.Receipt first = receipt(publish(1, keyed("1", "k", Sender.user("alice"))));
    PublishReply.Receipt second = receipt(publish(2, keyed("2", "k", Sender.user("alice"))));

    assertThat(first.duplicate()).isFalse();
    assertThat(second.duplicate()).isTrue();
    assertThat(second.position()).isEqualTo(first.position());
    assertThat(world.counter("heddle.room.duplicates")).isEqualTo(1);
  }

  @Test
  void anotherSendersEqualKeyIsNoDuplicate() {
    publish(1, keyed("1", "k", Sender.user("alice")));

    assertThat(receipt(publish(2, keyed("2", "k", Sender.user("bob")))).duplicate()).isFalse();
  }

  @Test
  void appendsWhatGathersDuringAnAppendTogetherAndInOrder() {
    attach(Optional.empty());
    world.log.hold();
    for (int batch = 1; batch <= 5; batch++) {
      send(batch, draft(Integer.toString(batch)));
      send(batch, draft("99"));
    }
    eventually(() -> assertThat(world.log.appends()).containsExactly(1));
    attach(Optional.empty()); // answered behind the batches, so all of them have arrived
    world.log.release();

    List<String> data = new ArrayList<>();
    while (data.size() < 5) {
      local
          .expectMessageClass(ToLocalRoom.Deliver.class)
          .publications()
          .forEach(p -> data.add(p.draft().data().toString()));
    }
    assertThat(data).containsExactly("1", "2", "3", "4", "5");
    for (int batch = 1; batch <= 5; batch++) {
      assertThat(receipt(publisher.receiveMessage()).position().offset()).isEqualTo(batch);
    }
    assertThat(world.log.appends()).containsExactly(1, 4);
  }

  @Test
  void anAppendThatTheLogLostIsRepeatedUntilItIsTaken() {
    decidedAfter(Fault.LOST);
  }

  @Test
  void anAppendThatWasTakenButNotAnsweredIsNotTakenTwice() {
    decidedAfter(Fault.UNDECIDED);
  }

  private void decidedAfter(Fault fault) {
    world.published(ROOM, "0", false);
    world.log.failNext(fault);

    assertThat(receipt(publish(1, draft("1"))).position().offset()).isEqualTo(2);
    assertThat(receipt(publish(2, draft("2"))).position().offset()).isEqualTo(3);
    assertThat(world.log.appends()).as("the second was repeated").hasSize(4);
  }

  @Test
  void whatTheLogRefusesIsUnavailableAtOnceAndTheRoomGoesOn() {
    world.published(ROOM, "0", false);
    world.log.failNext(Fault.REFUSED);

    assertThat(publish(1, draft("1")).outcome())
        .isEqualTo(new PublishReply.Rejected(ErrorCode.UNAVAILABLE));
    assertThat(receipt(publish(2, draft("2"))).position().offset()).isEqualTo(2);
  }

  @Test
  void aRoomThatIsFencedOffEndsAndARetrySucceeds() {
    world.published(ROOM, "0", false);
    Draft draft = draft("1");
    world.log.failNext(Fault.FENCED);
    send(1, draft);
    eventually(() -> assertThat(world.region.awake()).isEmpty());
    publisher.expectNoMessage();

    assertThat(receipt(publish(1, draft)).position().offset()).isEqualTo(2);
  }

  @Test
  void aPublishThatIsRepeatedToTheNextIncarnationIsTakenOnce() {
    Draft draft = draft("1");
    PublishReply.Receipt first = receipt(publish(1, draft));
    world.region.kill(ROOM);
    eventually(() -> assertThat(world.region.awake()).isEmpty());
    PublishReply.Receipt second = receipt(publish(1, draft));

    assertThat(second.position()).isEqualTo(first.position());
    assertThat(second.duplicate()).isTrue();
  }

  @Test
  void aNodeThatIsAheadOfTheLogGetsANewEpoch() {
    Position head = world.published(ROOM, "1", false).position();
    ToLocalRoom.Attached attached = attach(Optional.of(head.plus(3)));

    assertThat(attached.complete()).isFalse();
    assertThat(attached.head().epoch()).isNotEqualTo(head.epoch());
    Position next = world.published(ROOM, "2", false).position();
    assertThat(next).isEqualTo(attached.head().plus(1));
  }

  @Test
  void aKeyIsKnownInTheNextIncarnation() {
    publish(1, keyed("1", "k", Sender.SERVER));
    world.region.kill(ROOM);
    eventually(() -> assertThat(world.region.awake()).isEmpty());

    assertThat(receipt(publish(2, keyed("1", "k", Sender.SERVER))).duplicate()).isTrue();
  }

  @Test
  void anAttachingNodeGetsWhatItMissed() {
    Position first = world.published(ROOM, "1", false).position();
    world.published(ROOM, "2", false);
    world.published(ROOM, "3", false);
    ToLocalRoom.Attached attached = attach(Optional.of(first));

    assertThat(attached.complete()).isTrue();
    assertThat(attached.missed())
        .extracting(Publication::position)
        .containsExactly(first.plus(1), first.plus(2));
    assertThat(attached.head()).isEqualTo(first.plus(2));
  }

  @Test
  void aNodeThatHasNothingBeginsAtTheHead() {
    Position head = world.published(ROOM, "1", false).position();
    ToLocalRoom.Attached attached = attach(Optional.empty());

    assertThat(attached.missed()).isEmpty();
    assertThat(attached.head()).isEqualTo(head);
  }

  @Test
  void aPositionThatIsNotKeptOrKnownAnyMoreIsNotComplete() {
    Position first = world.published(ROOM, "1", false).position();
    for (int i = 0; i < 12; i++) {
      world.published(ROOM, "2", false);
    }

    assertThat(attach(Optional.of(first)).complete()).isFalse();
    assertThat(attach(Optional.of(new Position("other", 3))).complete()).isFalse();
  }

  @Test
  void passivatesOnlyWhenNobodyIsAttached() {
    attach(Optional.empty());
    RoomName lonely = new RoomName("chat:lonely");
    world.published(lonely, "1", false);

    eventually(() -> assertThat(world.region.awake()).doesNotContain(lonely));
    assertThat(world.region.awake()).contains(ROOM);
    world.region.tell(ROOM, new ToRoom.Detach("n1", local.getRef()));
    eventually(() -> assertThat(world.region.awake()).isEmpty());
  }

  @Test
  void aDetachThatOvertakesTheReadingOfTheLogLeavesNothingBehind() {
    Position first = world.published(ROOM, "1", false).position();
    world.published(ROOM, "2", false);
    world.region.tell(
        ROOM, new ToRoom.Attach("n1", local.getRef(), Optional.of(first), Attendance.counted(1)));
    world.region.tell(ROOM, new ToRoom.Detach("n1", local.getRef()));

    eventually(() -> assertThat(world.region.awake()).isEmpty());
  }

  @Test
  void aCountedPublishWithASilentNodeIsAnsweredAllTheSame() {
    attach(Optional.empty());
    send(1, draft("1"), true);
    send(1, draft("1"), true);

    assertThat(receipt(publisher.receiveMessage()).receivers()).isZero();
    publisher.expectNoMessage();
  }

  @Test
  void aCountedPublishTellsHowManyWereReached() {
    attach(Optional.empty());
    send(1, draft("1"), true);
    local.expectMessageClass(ToLocalRoom.Deliver.class);
    world.region.tell(ROOM, new ToRoom.Delivered("n1", 1, 17));

    assertThat(receipt(publisher.receiveMessage()).receivers()).isEqualTo(17);
  }

  private ToLocalRoom.Attached attach(Optional<Position> have) {
    world.region.tell(ROOM, new ToRoom.Attach("n1", local.getRef(), have, Attendance.counted(1)));
    return local.expectMessageClass(ToLocalRoom.Attached.class);
  }

  private static Draft keyed(String data, String key, Sender sender) {
    Draft plain = draft(data);
    return new Draft(
        plain.type(), plain.data(), plain.messageId(), sender, Optional.of(key), Optional.empty());
  }

  private PublishReply publish(long batch, Draft draft) {
    send(batch, draft);
    return publisher.receiveMessage();
  }

  private void send(long batch, Draft draft) {
    send(batch, draft, false);
  }

  private void send(long batch, Draft draft, boolean counted) {
    world.publish(ROOM, draft, batch, counted, publisher.getRef());
  }
}
