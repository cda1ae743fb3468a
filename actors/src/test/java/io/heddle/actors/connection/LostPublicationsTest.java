package io.heddle.actors.connection;

import static io.heddle.actors.testing.World.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.ToRoom;
import io.heddle.actors.testing.World;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of a connection in a room without history whose gap its node cannot fill. */
class LostPublicationsTest {
  private static final RoomName FEED = new RoomName("bench:1");

  private final World world = World.with("HEDDLE_RATE_LIMIT", "off", "HEDDLE_ROOMS_TAIL", "10");

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void whomTheServerJoinedIsToldOfTheLossAndHearsWhatComesAfterIt() {
    ConnectionFixture alice = ConnectionFixture.open(world, "alice");
    world.fabric.join("alice", FEED).toCompletableFuture().join();
    alice.expect("room_update bench:1 joined");
    eventually(() -> assertThat(world.count(FEED)).isEqualTo(1));
    lose();

    eventually(
        () ->
            assertThat(alice.socket.lines())
                .endsWith(
                    "room_update bench:1 joined",
                    "unsubscribed bench:1 insufficient_state",
                    "room_update bench:1 joined"));
    eventually(() -> assertThat(world.count(FEED)).isEqualTo(1));
    world.published(FEED, "12", false);
    alice.expect("bench:1 12 12");
  }

  @Test
  void whoSubscribedIsOutAndMaySubscribeAgain() {
    ConnectionFixture alice = ConnectionFixture.open(world, "alice");
    alice.subscribes("bench:1");
    alice.expect("subscribed bench:1 0 1");
    lose();

    alice.expect("unsubscribed bench:1 insufficient_state");
    assertThat(world.count(FEED)).isZero();
    alice.subscribes("bench:1");
    alice.expect("subscribed bench:1 11 1");
  }

  /** More is published than is kept, while the node cannot attach to the room. */
  private void lose() {
    world.region.drop((_, message) -> message instanceof ToRoom.Attach);
    world.region.kill(FEED);
    eventually(() -> assertThat(world.region.awake()).doesNotContain(FEED));
    for (int i = 0; i < 11; i++) {
      world.published(FEED, "1", false);
    }
    world.region.drop((_, _) -> false);
  }
}
