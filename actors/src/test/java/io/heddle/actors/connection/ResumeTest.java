package io.heddle.actors.connection;

import static io.heddle.actors.testing.World.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.protocol.ClientCommand;
import io.heddle.actors.protocol.Identity;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.testing.World;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ResumeTest {
  private static final RoomName ROOM = new RoomName("chat:1");
  private static final RoomName ALICE = new RoomName("user:alice");

  private final World world =
      World.with("HEDDLE_ROOMS_IDLE_AFTER", "200ms", "HEDDLE_NAMESPACES_CHAT_HISTORY_SIZE", "700");

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void ofSeveralRoomsOnlyThoseThatAreNamedResume() {
    Position head = published(ROOM, 3);
    published(new RoomName("chat:2"), 2);
    ConnectionFixture alice = ConnectionFixture.open(world, "alice");
    alice.says(
        new ClientCommand.Subscribe(
            List.of(ROOM, new RoomName("chat:2")),
            Map.of(ROOM, new Position(head.epoch(), 1)),
            0,
            Optional.empty()));

    alice.expect(
        "subscribed chat:1 3 1 recovered", "chat:1 2 2", "chat:1 3 3", "subscribed chat:2 2 1");
    assertThat(alice.socket.lines("chat:2")).isEmpty();
  }

  @Test
  void anExplicitPositionGoesBeforeTheNewest() {
    Position head = published(ROOM, 5);
    ConnectionFixture alice = ConnectionFixture.open(world, "alice");
    alice.says(
        new ClientCommand.Subscribe(
            List.of(ROOM), Map.of(ROOM, new Position(head.epoch(), 4)), 3, Optional.empty()));

    eventually(() -> assertThat(alice.socket.lines("chat:1")).containsExactly("chat:1 5 5"));
  }

  @Test
  void aRoomThatTheServerJoinsIsWokenForWhoResumesAndReplayComesBehindConnected() {
    Position head = published(ALICE, 3);
    asleep(ALICE);
    ConnectionFixture alice = connects(Map.of(ALICE, new Position(head.epoch(), 1)));
    world.published(ALICE, "4", false);

    eventually(
        () ->
            assertThat(alice.socket.lines())
                .containsExactly(
                    "connected alice 2 recovered",
                    "user:alice 2 2",
                    "user:alice 3 3",
                    "user:alice 4 4"));
  }

  @Test
  void whoCannotResumeInARoomThatTheServerJoinsIsToldSo() {
    published(ALICE, 3);
    ConnectionFixture alice = connects(Map.of(ALICE, new Position("other", 1)));
    alice.expect("connected alice 2 not_recovered");
    world.published(ALICE, "4", false);

    eventually(
        () ->
            assertThat(alice.socket.lines())
                .containsExactly("connected alice 2 not_recovered", "user:alice 4 4"));
  }

  @Test
  void aConnectWithNothingToResumeReadsNothing() {
    published(ALICE, 3);
    asleep(ALICE);
    int before = world.log.reads();
    ConnectionFixture bob = new ConnectionFixture(world, Optional.of(Identity.user("bob")), true);
    bob.says(
        new ClientCommand.Connect(
            Optional.empty(),
            Optional.empty(),
            Map.of(ROOM, new Position("e", 1)),
            Optional.empty()));

    eventually(() -> assertThat(bob.socket.lines()).containsExactly("connected bob 2"));
    assertThat(world.log.reads()).isEqualTo(before);
    assertThat(world.region.awake()).isEmpty();
  }

  @Test
  void historyIsReadForwardAndBackAPageAtATime() {
    Position head = published(ROOM, 6);
    ConnectionFixture alice = ConnectionFixture.open(world, "alice");
    alice.says(history(ROOM, Optional.empty(), 4, false));
    alice.expect("history chat:1 6[ 1,  2,  3,  4] next 4");
    alice.says(history(ROOM, Optional.of(new Position(head.epoch(), 4)), 4, false));
    alice.expect("history chat:1 6[ 5,  6]");
    alice.says(history(ROOM, Optional.empty(), 4, true));
    alice.expect("history chat:1 6[ 6,  5,  4,  3] next 3");
    alice.says(history(ROOM, Optional.of(new Position(head.epoch(), 3)), 4, true));
    alice.expect("history chat:1 6[ 2,  1]");
  }

  @Test
  void historyOfAnotherEpochOrBeyondTheHeadIsEmptyAndTellsTheHead() {
    Position head = published(ROOM, 2);
    ConnectionFixture alice = ConnectionFixture.open(world, "alice");
    alice.says(history(ROOM, Optional.of(new Position("other", 0)), 10, false));
    alice.says(history(ROOM, Optional.of(new Position(head.epoch(), Long.MAX_VALUE)), 10, false));
    alice.says(history(new RoomName("chat:new"), Optional.empty(), 10, false));
    alice.says(history(new RoomName("chat:new"), Optional.empty(), 10, true));

    eventually(
        () ->
            assertThat(alice.socket.lines("history"))
                .containsExactly(
                    "history chat:1 2[]",
                    "history chat:1 2[]",
                    "history chat:new 0[]",
                    "history chat:new 0[]"));
  }

  @Test
  void historyIsBoundedWhateverIsAskedFor() {
    published(ROOM, 600);
    ConnectionFixture alice = ConnectionFixture.open(world, "alice");
    alice.says(history(ROOM, Optional.empty(), 10_000, false));

    eventually(() -> assertThat(alice.socket.lines("history")).hasSize(1));
    assertThat(alice.socket.lines("history").getFirst()).endsWith(" 500] next 500");
  }

  @Test
  void historyIsForbiddenWhereOneMayNotSubscribeAndNotAvailableWhereNothingIsKept() {
    ConnectionFixture alice = ConnectionFixture.open(world, "alice");
    alice.says(history(new RoomName("user:bob"), Optional.empty(), 10, false));
    alice.says(history(new RoomName("bench:1"), Optional.empty(), 10, false));
    alice.says(history(ALICE, Optional.empty(), 10, false));

    alice.expect(
        "error forbidden user:bob", "error not_available bench:1", "history user:alice 0[]");
    eventually(() -> assertThat(alice.socket.handled()).isEqualTo(alice.commands()));
  }

  @Test
  void aLogThatFailsMakesHistoryUnavailable() {
    published(ROOM, 2);
    ConnectionFixture alice = ConnectionFixture.open(world, "alice");
    world.log.failReads(1);
    alice.says(history(ROOM, Optional.empty(), 10, false));
    alice.expect("error unavailable chat:1");
    eventually(() -> assertThat(alice.socket.handled()).isEqualTo(alice.commands()));
  }

  @Test
  void aRoomWithoutHistoryRecoversAsFarAsItsTailReaches() {
    RoomName passing = new RoomName("bench:1");
    Position head = published(passing, 70);
    ConnectionFixture alice = ConnectionFixture.open(world, "alice");
    alice.says(resume(passing, new Position(head.epoch(), 6)));
    alice.expect("subscribed bench:1 70 1 recovered", "bench:1 7 7", "bench:1 70 70");
    alice.says(resume(passing, new Position(head.epoch(), 5)));
    alice.expect("subscribed bench:1 70 1 not_recovered");
  }

  private static ClientCommand resume(RoomName room, Position position) {
    return new ClientCommand.Subscribe(List.of(room), Map.of(room, position), 0, Optional.empty());
  }

  private static ClientCommand history(
      RoomName room, Optional<Position> since, int limit, boolean reverse) {
    return new ClientCommand.History(room, since, limit, reverse, Optional.empty());
  }

  private ConnectionFixture connects(Map<RoomName, Position> recover) {
    return new ConnectionFixture(world, Optional.of(Identity.user("alice")), true)
        .says(
            new ClientCommand.Connect(
                Optional.empty(), Optional.empty(), recover, Optional.empty()));
  }

  private void asleep(RoomName room) {
    eventually(() -> assertThat(world.region.awake()).doesNotContain(room));
  }

  private Position published(RoomName room, int count) {
    Optional<Position> head = Optional.empty();
    for (int i = 1; i <= count; i++) {
      head = Optional.of(world.published(room, Integer.toString(i), false).position());
    }
    return head.orElseThrow();
  }
}
