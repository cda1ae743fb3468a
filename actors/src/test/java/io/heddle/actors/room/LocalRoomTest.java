package io.heddle.actors.room;

import static io.heddle.actors.testing.World.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.protocol.Attendance;
import io.heddle.actors.protocol.CloseCode;
import io.heddle.actors.protocol.ErrorCode;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.RoomReply;
import io.heddle.actors.protocol.ToLocalRoom;
import io.heddle.actors.protocol.ToLocalRooms;
import io.heddle.actors.protocol.ToNode;
import io.heddle.actors.protocol.ToRoom;
import io.heddle.actors.testing.FakeSocket;
import io.heddle.actors.testing.TextEncoder;
import io.heddle.actors.testing.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LocalRoomTest {
  private static final RoomName ROOM = new RoomName("chat:42");
  private static final RoomName BOARD = new RoomName("project:1");

  /** Without history: the log keeps a tail of it and nothing else. */
  private static final RoomName UNKEPT = new RoomName("bench:1");

  private final World world =
      World.with(
          "HEDDLE_ROOMS_TAIL", "10",
          "HEDDLE_ROOMS_LINGER", "50ms",
          "HEDDLE_ROOMS_IDLE_AFTER", "300ms",
          "HEDDLE_ROOMS_PUBLISH_TIMEOUT", "1s",
          "HEDDLE_ROOMS_PUBLISH_RETRY", "100ms",
          "WEBSOCKET_LIMITS_MAX_CONNECTIONS_PER_ROOM", "3");

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void subscribedComesFirstAndThenWhatIsBehindItsOffset() {
    world.published(ROOM, "1", false);
    FakeSocket alice = joined("alice", ROOM);
    world.published(ROOM, "2", false);
    FakeSocket bob = joined("bob", ROOM);
    world.published(ROOM, "3", false);

    eventually(
        () -> {
          assertThat(alice.lines())
              .containsExactly("subscribed chat:42 1 1", "chat:42 2 2", "chat:42 3 3");
          assertThat(bob.lines()).containsExactly("subscribed chat:42 2 2", "chat:42 3 3");
        });
  }

  @Test
  void whatIsPublishedInABurstGoesOutInFewFramesInOrder() {
    FakeSocket alice = joined("alice", ROOM);
    FakeSocket other = new FakeSocket(new TextEncoder());
    world.subscribe(ROOM, other);
    eventually(() -> assertThat(other.lines()).hasSize(1));
    world.log.hold();
    for (int i = 1; i <= 100; i++) {
      world.publish(ROOM, Integer.toString(i));
    }
    eventually(() -> assertThat(world.log.appends()).hasSize(1));
    awaitArrived(ROOM);
    world.log.release();

    List<String> expected = new ArrayList<>();
    for (int i = 1; i <= 100; i++) {
      expected.add("chat:42 " + i + " " + i);
    }
    eventually(() -> assertThat(alice.lines("chat")).isEqualTo(expected));
    eventually(() -> assertThat(other.lines("chat")).isEqualTo(expected));
    assertThat(alice.frames()).isLessThan(20);
    assertThat(world.counter("heddle.room.deliveries")).isEqualTo(200);
  }

  @Test
  void capacityIsExact() {
    List<FakeSocket> sockets = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      FakeSocket socket = FakeSocket.of("user" + i);
      sockets.add(socket);
      world.subscribe(ROOM, socket);
    }
    eventually(() -> assertThat(sockets).allMatch(socket -> socket.replies().size() == 1));

    assertThat(world.count(ROOM)).isEqualTo(3);
    assertThat(sockets)
        .filteredOn(
            s ->
                s.replies()
                    .equals(
                        List.of(
                            new RoomReply.JoinRefused(
                                ROOM, ErrorCode.ROOM_FULL, 1, Optional.empty()))))
        .hasSize(7);
    world.exit(ROOM, sockets.getFirst());
    joined("late", ROOM);
    assertThat(world.counter("heddle.room.refusals", "reason", "full")).isEqualTo(7);
  }

  @Test
  void subscribingAgainIsAnsweredAndChangesNothing() {
    FakeSocket alice = joined("alice", ROOM);
    joined("bob", ROOM);
    joined("carol", ROOM);
    world.subscribe(ROOM, alice);
    world.published(ROOM, "1", false);

    eventually(
        () ->
            assertThat(alice.lines())
                .containsExactly(
                    "subscribed chat:42 0 1", "subscribed chat:42 0 3", "chat:42 1 1"));
    assertThat(world.count(ROOM)).isEqualTo(3);
  }

  @Test
  void unsubscribedIsTheLastFrame() {
    FakeSocket alice = joined("alice", ROOM);
    for (int i = 0; i < 50; i++) {
      world.publish(ROOM, "1");
    }
    world.unsubscribe(ROOM, alice);
    eventually(() -> assertThat(alice.lines("unsubscribed")).hasSize(1));
    world.published(ROOM, "2", true);

    assertThat(alice.lines()).last().isEqualTo("unsubscribed chat:42");
  }

  @Test
  void unsubscribingFromARoomThatNobodyIsInIsAnswered() {
    FakeSocket alice = FakeSocket.of("alice");
    world.unsubscribe(ROOM, alice);

    eventually(() -> assertThat(alice.lines()).containsExactly("unsubscribed chat:42"));
  }

  @Test
  void aKilledRoomIsAttachedToAgainAndNothingIsLost() {
    FakeSocket alice = joined("alice", ROOM);
    for (int i = 1; i <= 5; i++) {
      world.published(ROOM, Integer.toString(i), false);
      world.region.kill(ROOM);
    }

    eventually(
        () ->
            assertThat(alice.lines("chat"))
                .containsExactly(
                    "chat:42 1 1", "chat:42 2 2", "chat:42 3 3", "chat:42 4 4", "chat:42 5 5"));
  }

  @Test
  void aGapIsFilledFromTheLog() {
    FakeSocket alice = joined("alice", ROOM);
    cutOff(ROOM);
    world.published(ROOM, "1", false);
    world.published(ROOM, "2", false);
    assertThat(alice.lines("chat")).isEmpty();
    world.region.drop((_, _) -> false);

    eventually(() -> assertThat(alice.lines("chat")).containsExactly("chat:42 1 1", "chat:42 2 2"));
    assertThat(world.counter("heddle.room.gaps", "outcome", "filled")).isEqualTo(1);
  }

  @Test
  void aGapThatIsTooLongForTheRoomIsReadFromTheLogAndWhatComesMeanwhileFollows() {
    FakeSocket alice = joined("alice", ROOM);
    FakeSocket bob = joined("bob", ROOM);
    bob.slow();
    cutOff(ROOM);
    for (int i = 1; i <= 100; i++) {
      world.published(ROOM, Integer.toString(i), false);
    }
    world.region.drop((_, _) -> false);
    eventually(() -> assertThat(alice.lines("chat")).hasSize(100));
    world.published(ROOM, "101", false);
    bob.quick();

    List<String> all =
        IntStream.rangeClosed(1, 101).mapToObj(i -> "chat:42 " + i + " " + i).toList();
    eventually(
        () -> {
          assertThat(alice.lines("chat")).isEqualTo(all);
          assertThat(bob.lines("chat")).isEqualTo(all);
        });
    assertThat(world.counter("heddle.room.gaps", "outcome", "read")).isEqualTo(1);
  }

  @Test
  void aGapThatNobodyCanFillPutsMembersOut() {
    FakeSocket alice = joined("alice", UNKEPT);
    cutOff(UNKEPT);
    for (int i = 0; i < 11; i++) {
      world.published(UNKEPT, "1", false);
    }
    world.region.drop((_, _) -> false);

    eventually(() -> assertThat(alice.replies()).last().isEqualTo(new RoomReply.Ousted(UNKEPT)));
    assertThat(alice.lines()).last().isEqualTo("unsubscribed bench:1 insufficient_state");
    assertThat(world.count(UNKEPT)).isZero();
    assertThat(world.counter("heddle.room.recoveries", "outcome", "trimmed")).isEqualTo(1);
  }

  /** The room is gone, and its next incarnation cannot be attached to. */
  private void cutOff(RoomName room) {
    world.region.drop((_, message) -> message instanceof ToRoom.Attach);
    world.region.kill(room);
    eventually(() -> assertThat(world.region.awake()).doesNotContain(room));
  }

  @Test
  void othersAreToldOfAUsersFirstAndLastConnection() {
    FakeSocket alice = joined("alice", BOARD);
    FakeSocket bob = joined("bob", BOARD);
    FakeSocket phone = joined("bob", BOARD);
    world.exit(BOARD, bob);
    world.exit(BOARD, phone);

    eventually(
        () ->
            assertThat(alice.lines("user"))
                .containsExactly("user_joined project:1 bob 2", "user_left project:1 bob 1"));
    assertThat(bob.lines("user")).isEmpty();
    assertThat(phone.lines("user")).isEmpty();
  }

  @Test
  void aUserWhoLeftWhileTheRoomWasAwayHasLeft() {
    FakeSocket alice = joined("alice", BOARD);
    FakeSocket bob = joined("bob", BOARD);
    eventually(() -> assertThat(alice.lines("user_joined")).hasSize(1));
    world.log.hold();
    world.region.kill(BOARD);
    world.exit(BOARD, bob);
    world.log.release();
    world.published(BOARD, "1", false);
    FakeSocket again = joined("bob", BOARD);
    world.exit(BOARD, again);

    eventually(() -> assertThat(alice.lines("user_left")).contains("user_left project:1 bob 1"));
  }

  @Test
  void disconnectClosesEveryMember() {
    FakeSocket alice = joined("alice", ROOM);
    FakeSocket bob = joined("bob", ROOM);
    TestProbe<Integer> probe = world.kit.createTestProbe();
    world.tell(new ToLocalRooms.Disconnect(ROOM, CloseCode.DISCONNECTED, "bye", probe.getRef()));

    assertThat(probe.receiveMessage()).isEqualTo(2);
    assertThat(alice.closed()).contains(CloseCode.DISCONNECTED);
    assertThat(bob.closed()).contains(CloseCode.DISCONNECTED);
  }

  @Test
  void nothingIsLeftWhenEverybodyHasLeft() {
    FakeSocket alice = joined("alice", ROOM);
    FakeSocket bob = joined("bob", BOARD);
    assertThat(rooms()).isEqualTo(2);
    world.exit(ROOM, alice);
    world.unsubscribe(BOARD, bob);

    eventually(() -> assertThat(rooms()).isZero());
    eventually(() -> assertThat(world.region.awake()).isEmpty());
  }

  @Test
  void aJoinThatNoRoomAnswersIsRefused() {
    world.region.drop((_, _) -> true);
    FakeSocket alice = FakeSocket.of("alice");
    world.subscribe(ROOM, alice);

    eventually(
        () ->
            assertThat(alice.replies())
                .containsExactly(
                    new RoomReply.JoinRefused(ROOM, ErrorCode.UNAVAILABLE, 1, Optional.empty())));
    assertThat(alice.lines()).isEmpty();
    assertThat(world.counter("heddle.room.refusals", "reason", "unreachable")).isEqualTo(1);
  }

  private int rooms() {
    TestProbe<Integer> probe = world.kit.createTestProbe();
    world.node.tell(new ToNode.ForRooms(new ToLocalRooms.CountRooms(probe.getRef())));
    return probe.receiveMessage();
  }

  private FakeSocket joined(String user, RoomName room) {
    FakeSocket socket = FakeSocket.of(user);
    world.subscribe(room, socket);
    eventually(() -> assertThat(socket.replies()).contains(new RoomReply.Joined(room, 1)));
    return socket;
  }

  /** What was told to a room before has come there: it takes one message after another. */
  private void awaitArrived(RoomName room) {
    TestProbe<ToLocalRoom> probe = world.kit.createTestProbe();
    Optional<Position> nothing = Optional.empty();
    world.region.tell(
        room, new ToRoom.Attach("last", probe.getRef(), nothing, Attendance.counted(0)));
    probe.receiveMessage(Duration.ofSeconds(20));
    world.region.tell(room, new ToRoom.Detach("last", probe.getRef()));
  }
}
