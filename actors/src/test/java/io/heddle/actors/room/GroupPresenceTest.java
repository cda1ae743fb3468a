package io.heddle.actors.room;

import static io.heddle.actors.testing.World.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.testing.FakeSocket;
import io.heddle.actors.testing.World;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Groups whose policy tells who comes online and goes offline. */
class GroupPresenceTest {
  private static final RoomName GROUP = new RoomName("group:g");

  private final World world =
      World.with(
          "HEDDLE_ROOMS_IDLE_AFTER", "100ms",
          "HEDDLE_ROOMS_LINGER", "50ms",
          "HEDDLE_ROOMS_PRESENCE_LEAVE_DELAY", "100ms",
          "HEDDLE_NAMESPACES_GROUP_JOIN_LEAVE", "on");

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void aGroupIsToldWhoComesOnlineAndGoesOffline() {
    FakeSocket alice = entered("alice");
    FakeSocket bob = entered("bob");
    FakeSocket phone = entered("bob");
    eventually(() -> assertThat(alice.lines()).containsExactly("presence group:g bob online"));
    world.exit(GROUP, bob);
    world.exit(GROUP, phone);
    eventually(() -> assertThat(alice.lines()).last().isEqualTo("presence group:g bob offline"));
    entered("carol");

    eventually(
        () ->
            assertThat(alice.lines())
                .containsExactly(
                    "presence group:g bob online",
                    "presence group:g bob offline",
                    "presence group:g carol online"));
    assertThat(bob.lines()).isEmpty();
  }

  @Test
  void aGroupStaysAwakeWhileSomebodyIsInAndIsFollowedWhereItMoves() {
    FakeSocket alice = entered("alice");
    world.published(GROUP, "1", true);
    world.region.kill(GROUP);
    world.published(GROUP, "2", true);
    entered("bob");

    eventually(
        () ->
            assertThat(alice.lines())
                .containsExactly("group:g 1 1", "group:g 2 2", "presence group:g bob online"));
    world.exit(GROUP, alice);
    assertThat(world.region.awake()).contains(GROUP);
  }

  @Test
  void aGroupThatNobodyIsInRests() {
    FakeSocket alice = entered("alice");
    world.exit(GROUP, alice);

    eventually(() -> assertThat(world.region.awake()).isEmpty());
  }

  private FakeSocket entered(String user) {
    FakeSocket socket = FakeSocket.of(user);
    world.enter(GROUP, socket);
    eventually(() -> assertThat(socket.replies()).hasSize(1));
    return socket;
  }
}
