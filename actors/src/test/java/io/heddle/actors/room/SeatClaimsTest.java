package io.heddle.actors.room;

import static io.heddle.actors.testing.World.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.protocol.ErrorCode;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.RoomReply;
import io.heddle.actors.protocol.ToLocalRoom;
import io.heddle.actors.protocol.ToLocalRooms;
import io.heddle.actors.protocol.ToRoom;
import io.heddle.actors.protocol.ToRoom.ClaimSeats;
import io.heddle.actors.testing.FakeSocket;
import io.heddle.actors.testing.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A local room, and a test that takes the part of its room. */
class SeatClaimsTest {
  private static final RoomName ROOM = new RoomName("chat:42");
  private static final Duration LONG = Duration.ofSeconds(20);

  private final World world =
      World.with(
          "HEDDLE_ROOMS_PUBLISH_TIMEOUT", "4s",
          "WEBSOCKET_LIMITS_MAX_CONNECTIONS_PER_ROOM", "100");
  private final TestProbe<ToRoom> room = world.kit.createTestProbe();
  private final CompletableFuture<ActorRef<ToLocalRoom>> localRoom = new CompletableFuture<>();

  SeatClaimsTest() {
    world.region.drop(
        (_, message) -> {
          if (message instanceof ToRoom.Attach attach) {
            localRoom.complete(attach.localRoom());
          }
          return true;
        });
  }

  @AfterEach
  void stop() {
    world.close();
  }

  private FakeSocket wish(String user) {
    FakeSocket socket = FakeSocket.of(user);
    world.subscribe(ROOM, socket);
    return socket;
  }

  /** All that was said before has come to the local room. */
  private void awaitArrived() {
    assertThat(world.count(ROOM)).isNotNegative();
  }

  private void tell(ToLocalRoom message) {
    localRoom.orTimeout(20, TimeUnit.SECONDS).join().tell(message);
  }

  private void attached(TestProbe<ToRoom> by) {
    Position head = new Position("e", 0);
    tell(new ToLocalRoom.Attached(by.getRef(), head, List.of(), true, 0, ""));
  }

  private ClaimSeats claim() {
    return claimOf(room);
  }

  private static ClaimSeats claimOf(TestProbe<ToRoom> room) {
    while (true) {
      if (room.receiveMessage(LONG) instanceof ClaimSeats claim) {
        return claim;
      }
    }
  }

  /** The next one that is none of those, which may be repeated. */
  private ClaimSeats claimAfter(ClaimSeats known) {
    while (true) {
      ClaimSeats next = claim();
      if (next.number() != known.number()) {
        return next;
      }
    }
  }

  private void grant(ClaimSeats claim, int seats) {
    tell(new ToLocalRoom.SeatsGranted(claim.number(), seats));
  }

  private static void assertIn(FakeSocket socket) {
    eventually(() -> assertThat(socket.replies()).contains(new RoomReply.Joined(ROOM, 1)));
  }

  private static RoomReply refused(ErrorCode code) {
    return new RoomReply.JoinRefused(ROOM, code, 1, Optional.empty());
  }

  @Test
  void allWhoWaitAreClaimedForAtOnceAndLetInInTheirOrder() {
    List<FakeSocket> sockets = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      sockets.add(wish("user" + i));
    }
    awaitArrived();
    attached(room);
    ClaimSeats claim = claim();
    FakeSocket late = wish("late");
    awaitArrived();

    assertThat(claim.taken()).isZero();
    assertThat(claim.wanted()).isEqualTo(3);
    assertThat(world.count(ROOM)).isZero();
    grant(claim, 3);
    sockets.forEach(SeatClaimsTest::assertIn);
    assertThat(sockets)
        .extracting(socket -> socket.lines().getFirst())
        .containsExactly(
            "subscribed chat:42 0 1", "subscribed chat:42 0 2", "subscribed chat:42 0 3");
    ClaimSeats next = claimAfter(claim);
    assertThat(next.taken()).isEqualTo(3);
    assertThat(next.wanted()).isEqualTo(1);
    assertThat(late.replies()).isEmpty();
    grant(next, 4);
    assertIn(late);
  }

  @Test
  void whoFindsNoSeatIsRefusedAndCountedAndAskedForAgainNextTime() {
    FakeSocket first = wish("first");
    FakeSocket second = wish("second");
    awaitArrived();
    attached(room);
    ClaimSeats claim = claim();
    grant(claim, 1);

    assertIn(first);
    eventually(() -> assertThat(second.replies()).containsExactly(refused(ErrorCode.ROOM_FULL)));
    assertThat(world.counter("heddle.room.refusals", "reason", "full")).isEqualTo(1);
    FakeSocket third = wish("third");
    grant(claimAfter(claim), 2);
    assertIn(third);
  }

  @Test
  void seatsThatAreThereAreTakenWithoutAWord() {
    FakeSocket first = wish("first");
    awaitArrived();
    attached(room);
    ClaimSeats claim = claim();
    grant(claim, 3);
    assertIn(first);
    assertIn(wish("second"));
    assertIn(wish("third"));
    wish("fourth");

    ClaimSeats next = claimAfter(claim);
    assertThat(next.number()).isEqualTo(claim.number() + 1);
    assertThat(next.taken()).isEqualTo(3);
  }

  @Test
  void whoGoesWhileWaitingIsNotLetIn() {
    FakeSocket goes = wish("goes");
    FakeSocket stays = wish("stays");
    awaitArrived();
    attached(room);
    ClaimSeats claim = claim();
    world.exit(ROOM, goes);
    awaitArrived();
    grant(claim, 1);

    assertIn(stays);
    assertThat(goes.replies()).isEmpty();
    assertThat(world.count(ROOM)).isEqualTo(1);
  }

  @Test
  void whoIsInNeedsNoSeat() {
    FakeSocket first = wish("first");
    awaitArrived();
    attached(room);
    ClaimSeats claim = claim();
    grant(claim, 1);
    assertIn(first);
    wish("second");
    grant(claimAfter(claim), 1);
    world.subscribe(ROOM, first);

    eventually(() -> assertThat(first.lines("subscribed")).hasSize(2));
  }

  @Test
  void aClaimThatIsNotAnsweredIsRepeatedAsItWas() {
    FakeSocket socket = wish("first");
    awaitArrived();
    attached(room);
    ClaimSeats claim = claim();
    wish("second");

    assertThat(claim()).isEqualTo(claim);
    grant(claim, 1);
    assertIn(socket);
  }

  @Test
  void anAnswerToWhatWasAskedBeforeMeansNothing() {
    wish("first");
    awaitArrived();
    attached(room);
    ClaimSeats claim = claim();
    tell(new ToLocalRoom.TellSeats(room.getRef()));
    ClaimSeats next = claimAfter(claim);
    grant(claim, 50);

    assertThat(world.count(ROOM)).isZero();
    grant(next, 1);
    eventually(() -> assertThat(world.count(ROOM)).isEqualTo(1));
  }

  @Test
  void whatIsNotInUseIsGivenBackAsSoonAsTheRoomAsks() {
    FakeSocket first = wish("first");
    awaitArrived();
    attached(room);
    ClaimSeats claim = claim();
    grant(claim, 10);
    assertIn(first);
    tell(new ToLocalRoom.TellSeats(room.getRef()));

    ClaimSeats back = claimAfter(claim);
    assertThat(back.taken()).isEqualTo(1);
    assertThat(back.wanted()).isZero();
    FakeSocket second = wish("second");
    awaitArrived();
    assertThat(second.replies()).isEmpty();
    grant(back, 1);
    ClaimSeats next = claimAfter(back);
    assertThat(next.wanted()).isEqualTo(1);
    grant(next, 2);
    assertIn(second);
  }

  @Test
  void seatsOfARoomThatWasReplacedAreOnlyThoseThatAreTaken() {
    FakeSocket first = wish("first");
    awaitArrived();
    attached(room);
    ClaimSeats claim = claim();
    grant(claim, 10);
    assertIn(first);
    TestProbe<ToRoom> replaced = world.kit.createTestProbe();
    tell(new ToLocalRoom.TellSeats(replaced.getRef()));
    attached(replaced);
    FakeSocket second = wish("second");
    ClaimSeats anew = claimOf(replaced);

    assertThat(anew.taken()).isEqualTo(1);
    awaitArrived();
    assertThat(second.replies()).isEmpty();
  }

  @Test
  void whoIsNeverAnsweredIsTooLateAndCanTryAgain() {
    FakeSocket socket = wish("first");
    awaitArrived();
    attached(room);

    eventually(() -> assertThat(socket.replies()).containsExactly(refused(ErrorCode.UNAVAILABLE)));
  }

  @Test
  void aRoomThatDoesNotAnswerIsAttachedToAnew() {
    wish("first");
    awaitArrived();
    attached(room);

    room.fishForMessage(
        LONG,
        message ->
            message instanceof ToRoom.Attach
                ? FishingOutcomes.complete()
                : FishingOutcomes.continueAndIgnore());
  }

  @Test
  void aNodeWithoutMembersSaysSo() {
    world.tell(new ToLocalRooms.TellSeats(ROOM, room.getRef()));

    assertThat(room.receiveMessage(LONG)).isInstanceOf(ToRoom.Nobody.class);
  }
}
