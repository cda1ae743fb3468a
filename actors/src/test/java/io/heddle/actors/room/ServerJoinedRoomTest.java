package io.heddle.actors.room;

import static io.heddle.actors.testing.World.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.RoomReply;
import io.heddle.actors.testing.FakeSocket;
import io.heddle.actors.testing.World;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServerJoinedRoomTest {
  private static final RoomName ROOM = new RoomName("user:alice");

  private final World world =
      World.with(
          "HEDDLE_ROOMS_TAIL", "10",
          "HEDDLE_ROOMS_LINGER", "50ms",
          "HEDDLE_ROOMS_IDLE_AFTER", "300ms");

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void sleepsUntilSomethingIsPublished() {
    entered();

    assertThat(world.count(ROOM)).isEqualTo(1);
    assertThat(world.region.awake()).isEmpty();
  }

  @Test
  void theFirstPublicationWakesItAndReachesEverybodyWhoIsCounted() {
    List<FakeSocket> sockets = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      sockets.add(entered());
    }

    assertThat(world.published(ROOM, "1", true).receivers()).isEqualTo(20);
    assertThat(sockets).allMatch(socket -> socket.lines().equals(List.of("user:alice 1 1")));
  }

  @Test
  void aPublicationForNobodyReachesNobody() {
    assertThat(world.published(ROOM, "1", true).receivers()).isZero();
  }

  @Test
  void aSecondPublicationIsCountedToo() {
    FakeSocket alice = entered();
    world.published(ROOM, "1", true);

    assertThat(world.published(ROOM, "2", true).receivers()).isEqualTo(1);
    assertThat(alice.lines()).containsExactly("user:alice 1 1", "user:alice 2 2");
  }

  @Test
  void whoEntersWhileItIsAwakeGetsWhatComesNext() {
    world.published(ROOM, "1", true);
    FakeSocket alice = entered();
    world.published(ROOM, "2", true);
    FakeSocket phone = entered();
    world.published(ROOM, "3", true);

    assertThat(alice.lines()).containsExactly("user:alice 2 2", "user:alice 3 3");
    assertThat(phone.lines()).containsExactly("user:alice 3 3");
  }

  @Test
  void fallsAsleepWithItsMembersAndWakesAgain() {
    FakeSocket alice = entered();
    for (int i = 1; i <= 3; i++) {
      assertThat(world.published(ROOM, Integer.toString(i), true).receivers()).isEqualTo(1);
      eventually(() -> assertThat(world.region.awake()).isEmpty());
      assertThat(world.count(ROOM)).isEqualTo(1);
    }

    assertThat(alice.lines()).containsExactly("user:alice 1 1", "user:alice 2 2", "user:alice 3 3");
  }

  @Test
  void aRoomThatDiesIsFollowedByItsNextIncarnation() {
    FakeSocket alice = entered();
    world.published(ROOM, "1", true);
    world.region.kill(ROOM);
    eventually(() -> assertThat(world.region.awake()).isEmpty());
    world.published(ROOM, "2", true);

    assertThat(alice.lines()).containsExactly("user:alice 1 1", "user:alice 2 2");
  }

  @Test
  void aSubscriberWhoWakesItTakesNothingFromThoseWhoAreIn() {
    for (int i = 0; i < 50; i++) {
      RoomName room = new RoomName("group:" + i);
      FakeSocket member = FakeSocket.of("bob");
      world.enter(room, member);
      FakeSocket subscriber = FakeSocket.of("carol");
      world.publish(room, "1");
      world.subscribe(room, subscriber);

      eventually(() -> assertThat(subscriber.lines("subscribed")).hasSize(1));
      eventually(() -> assertThat(member.lines()).containsExactly(room + " 1 1"));
    }
  }

  @Test
  void nobodyIsLeftAfterTheLastExit() {
    FakeSocket alice = entered();
    world.published(ROOM, "1", true);
    world.exit(ROOM, alice);

    assertThat(world.count(ROOM)).isZero();
    eventually(() -> assertThat(world.region.awake()).isEmpty());
    assertThat(world.published(ROOM, "2", true).receivers()).isZero();
    assertThat(alice.lines()).containsExactly("user:alice 1 1");
  }

  private FakeSocket entered() {
    FakeSocket socket = FakeSocket.of("alice");
    world.enter(ROOM, socket);
    eventually(
        () ->
            assertThat(socket.replies())
                .singleElement()
                .isInstanceOfSatisfying(
                    RoomReply.Entered.class,
                    reply -> assertThat(reply.rooms().getFirst().room()).isEqualTo(ROOM)));
    return socket;
  }
}
