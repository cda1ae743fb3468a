package io.heddle.actors.connection;

import static io.heddle.actors.testing.World.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.ToRoom;
import io.heddle.actors.testing.World;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of a connection in a room whose gap its node cannot fill. */
class LostPublicationsTest {
  private static final RoomName CHAT = new RoomName("chat:1");

  private final World world = World.with("HEDDLE_RATE_LIMIT", "off", "HEDDLE_ROOMS_TAIL", "10");

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void whomTheServerJoinedIsToldOfTheLossAndHearsWhatComesAfterIt() {
    ConnectionFixture alice = ConnectionFixture.open(world, "alice");
    world.fabric.join("alice", CHAT).toCompletableFuture().join();
    alice.expect("room_update chat:1 joined");
    eventually(() -> assertThat(world.count(CHAT)).isEqualTo(1));
    lose();

    eventually(
        () ->
            assertThat(alice.socket.lines())
                .endsWith(
                    "room_update chat:1 joined",
                    "unsubscribed chat:1 insufficient_state",
                    "room_update chat:1 joined"));
    eventually(() -> assertThat(world.count(CHAT)).isEqualTo(1));
    world.published(CHAT, "12", false);
    alice.expect("chat:1 12 12");
  }

  @Test
  void whoSubscribedIsOutAndMaySubscribeAgain() {
    ConnectionFixture alice = ConnectionFixture.open(world, "alice");
    alice.subscribes("chat:1");
    alice.expect("subscribed chat:1 0 1");
    lose();

    alice.expect("unsubscribed chat:1 insufficient_state");
    assertThat(world.count(CHAT)).isZero();
    alice.subscribes("chat:1");
    alice.expect("subscribed chat:1 11 1");
  }

  /** More is published than is kept, while the node cannot attach to the room. */
  private void lose() {
    world.region.drop((_, message) -> message instanceof ToRoom.Attach);
    world.region.kill(CHAT);
    eventually(() -> assertThat(world.region.awake()).doesNotContain(CHAT));
    for (int i = 0; i < 11; i++) {
      world.published(CHAT, "1", false);
    }
    world.region.drop((_, _) -> false);
  }
}
