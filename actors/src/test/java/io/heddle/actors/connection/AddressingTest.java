package io.heddle.actors.connection;

import static io.heddle.actors.testing.World.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.protocol.ClientCommand;
import io.heddle.actors.protocol.Identity;
import io.heddle.actors.testing.World;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AddressingTest {
  @Test
  void whoHasThePermissionBroadcastsToEverybody() {
    try (World world = World.with()) {
      Identity admin =
          new Identity(
              Optional.of("root"),
              Set.of(),
              Set.of(),
              Set.of("broadcast"),
              Map.of(),
              Optional.empty());
      ConnectionFixture root = ConnectionFixture.open(world, admin);
      ConnectionFixture alice = ConnectionFixture.open(world, "alice");
      root.says(broadcast(1));
      alice.says(broadcast(2));

      root.expect("system 1 1", "published system 1 #1");
      alice.expect("system 1 1", "error forbidden #2");
      eventually(() -> assertThat(root.socket.handled()).isEqualTo(1));
    }
  }

  @Test
  void nobodyMayAddressAnotherUnlessASettingSaysSo() {
    try (World world = World.with()) {
      ConnectionFixture alice = ConnectionFixture.open(world, "alice");
      alice.says(direct(new ClientCommand.ToUser("bob"), 1));

      alice.expect("error forbidden #1");
    }
  }

  @Test
  void whoSharesARoomMayAddressConnectionsAndUsers() {
    try (World world = World.with("HEDDLE_AUTH_DIRECT", "shared-room")) {
      ConnectionFixture alice = ConnectionFixture.open(world, "alice").subscribes("chat:1");
      ConnectionFixture bob = ConnectionFixture.open(world, "bob").subscribes("chat:1");
      ConnectionFixture carol = ConnectionFixture.open(world, "carol");
      alice.expect("subscribed chat:1 0 1");
      bob.expect("subscribed chat:1 0 2");
      alice.says(direct(new ClientCommand.ToClient(bob.socket.clientId()), 1));
      alice.says(direct(new ClientCommand.ToUser("bob"), 2));
      alice.says(direct(new ClientCommand.ToUser("carol"), 3));
      carol.says(direct(new ClientCommand.ToUser("bob"), 4));

      bob.expect("direct 1", "direct 2");
      alice.expect("published #3");
      carol.expect("published #4");
      bob.pings().expect("pong");
      carol.pings().expect("pong");
      assertThat(bob.socket.lines("direct 4")).isEmpty();
      assertThat(carol.socket.lines("direct")).isEmpty();
    }
  }

  @Test
  void whereAnyoneMayAUserIsAddressedThroughTheUsersRoom() {
    try (World world = World.with("HEDDLE_AUTH_DIRECT", "anyone")) {
      ConnectionFixture alice = ConnectionFixture.open(world, "alice");
      ConnectionFixture bob = ConnectionFixture.open(world, "bob");
      alice.says(direct(new ClientCommand.ToUser("bob"), 1));
      alice.says(direct(new ClientCommand.ToClient(bob.socket.clientId()), 2));

      bob.expect("user:bob 1 1", "direct 2");
      eventually(() -> assertThat(alice.socket.handled()).isEqualTo(2));
    }
  }

  private static ClientCommand broadcast(int data) {
    return new ClientCommand.Broadcast(
        "message", World.payload(Integer.toString(data)), ConnectionFixture.id(data));
  }

  private static ClientCommand direct(ClientCommand.Addressee to, int data) {
    return new ClientCommand.Direct(
        to, "message", World.payload(Integer.toString(data)), ConnectionFixture.id(data));
  }
}
