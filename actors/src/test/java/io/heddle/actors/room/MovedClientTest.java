package io.heddle.actors.room;

import static io.heddle.actors.testing.World.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.membership.RecentChanges;
import io.heddle.actors.metrics.MembershipMetrics;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.Publication;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.StartFrom;
import io.heddle.actors.protocol.ToLocalRoom;
import io.heddle.actors.protocol.ToLocalRooms;
import io.heddle.actors.protocol.ToRoom;
import io.heddle.actors.testing.FakeSocket;
import io.heddle.actors.testing.World;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client comes from a node that was faster than this one. The room is played by the test. */
class MovedClientTest {
  private static final RoomName ROOM = new RoomName("chat:1");

  private final World world = World.with();
  private final TestProbe<ToRoom> room = world.kit.createTestProbe();
  private final ActorRef<ToLocalRooms> node =
      world.kit.spawn(
          LocalRooms.create(
              "slow",
              world.rooms,
              (_, message) -> room.getRef().tell(message),
              new RecentChanges(
                  Duration.ofMinutes(1),
                  Clock.systemUTC(),
                  new MembershipMetrics(world.registry))));

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void whoHasComeFurtherThanTheNodeIsRecoveredWhenTheRoomKnowsThePosition() {
    FakeSocket early = FakeSocket.of("early");
    subscribe(early, StartFrom.NOW);
    attach(1);
    FakeSocket moved = FakeSocket.of("moved");
    subscribe(moved, new StartFrom.After(new Position("e", 2)));

    attach(2, 2);

    eventually(() -> assertThat(moved.lines()).containsExactly("subscribed chat:1 2 2 recovered"));
    eventually(() -> assertThat(early.lines("chat")).containsExactly("chat:1 2 2"));
  }

  @Test
  void anAnswerThatWasOnItsWayIsNotTakenForTheRoomsLastWord() {
    FakeSocket moved = FakeSocket.of("moved");
    subscribe(moved, new StartFrom.After(new Position("e", 2)));
    attach(1);
    attach(2, 2);

    eventually(() -> assertThat(moved.lines()).containsExactly("subscribed chat:1 2 1 recovered"));
  }

  @Test
  void anAnswerToAQuestionOfBeforeSkipsNothing() {
    FakeSocket early = FakeSocket.of("early");
    subscribe(early, StartFrom.NOW);
    ActorRef<ToLocalRoom> local = attach(1);

    answer(local, 3);
    attach(3, 2, 3);

    eventually(() -> assertThat(early.lines("chat")).containsExactly("chat:1 2 2", "chat:1 3 3"));
  }

  @Test
  void aLateAnswerOfARoomThatHasMovedTakesNothingBack() {
    FakeSocket early = FakeSocket.of("early");
    subscribe(early, StartFrom.NOW);
    ActorRef<ToLocalRoom> local = attach(1);
    answer(local, 2, 2);

    answer(local, 1);
    answer(local, 3, 2, 3);

    eventually(() -> assertThat(early.lines("chat")).containsExactly("chat:1 2 2", "chat:1 3 3"));
  }

  @Test
  void whosePositionTheRoomDoesNotKnowEitherIsNotRecovered() {
    subscribe(FakeSocket.of("early"), StartFrom.NOW);
    attach(1);
    FakeSocket moved = FakeSocket.of("moved");
    subscribe(moved, new StartFrom.After(new Position("e", 2)));

    attach(1);
    attach(1);
    assertThat(moved.lines()).isEmpty();
    attach(1);

    eventually(
        () -> assertThat(moved.lines()).containsExactly("subscribed chat:1 1 2 not_recovered"));
  }

  private void subscribe(FakeSocket socket, StartFrom from) {
    node.tell(
        new ToLocalRooms.Subscribe(ROOM, socket, 1, from, Optional.empty(), Optional.empty()));
  }

  private ActorRef<ToLocalRoom> attach(long head, long... missed) {
    ActorRef<ToLocalRoom> local = attach().localRoom();
    answer(local, head, missed);
    return local;
  }

  private void answer(ActorRef<ToLocalRoom> local, long head, long... missed) {
    List<Publication> publications =
        Arrays.stream(missed)
            .mapToObj(
                offset ->
                    new Publication(
                        ROOM,
                        new Position("e", offset),
                        System.currentTimeMillis(),
                        World.draft(Long.toString(offset))))
            .toList();
    local.tell(
        new ToLocalRoom.Attached(
            room.getRef(), new Position("e", head), publications, true, 0, ""));
  }

  private ToRoom.Attach attach() {
    return (ToRoom.Attach)
        room.fishForMessage(
                Duration.ofSeconds(20),
                message ->
                    message instanceof ToRoom.Attach
                        ? FishingOutcomes.complete()
                        : FishingOutcomes.continueAndIgnore())
            .getFirst();
  }
}
