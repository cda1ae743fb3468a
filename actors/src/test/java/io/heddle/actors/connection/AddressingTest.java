package io.heddle.actors.connection;

import static io.heddle.actors.testing.World.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.protocol.ClientCommand;
import io.heddle.actors.protocol.ClientId;
import io.heddle.actors.protocol.Identity;
import io.heddle.actors.testing.World;
import java.util.List;
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
      alice.expect("subscribed chat:1 0 1");
      ConnectionFixture bob = ConnectionFixture.open(world, "bob").subscribes("chat:1");
      ConnectionFixture carol = ConnectionFixture.open(world, "carol");
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
  void membersOfAGroupShareARoom() {
    try (World world = World.with("HEDDLE_AUTH_DIRECT", "shared-room")) {
      ConnectionFixture alice = ConnectionFixture.open(world, member("alice"));
      ConnectionFixture bob = ConnectionFixture.open(world, member("bob"));
      ConnectionFixture carol = ConnectionFixture.open(world, "carol");
      alice.says(direct(new ClientCommand.ToUser("bob"), 1));
      alice.says(direct(new ClientCommand.ToUser("carol"), 2));

      bob.expect("direct 1");
      alice.expect("published #2");
      carol.pings().expect("pong");
      assertThat(carol.socket.lines("direct")).isEmpty();
    }
  }

  @Test
  void oneAlwaysSharesARoomWithOneself() {
    try (World world = World.with("HEDDLE_AUTH_DIRECT", "shared-room")) {
      ConnectionFixture phone = ConnectionFixture.open(world, "alice");
      ConnectionFixture desk = ConnectionFixture.open(world, "alice");
      phone.says(direct(new ClientCommand.ToUser("alice"), 1));
      phone.says(direct(new ClientCommand.ToClient(phone.socket.clientId()), 2));

      phone.expect("direct 1", "direct 2", "published #1", "published #2");
      desk.expect("direct 1");
      assertThat(desk.socket.lines("direct 2")).isEmpty();
    }
  }

  @Test
  void whoAddressesNobodyIsToldTheSameAsWhoAddressesSomebody() {
    for (String rule : List.of("shared-room", "anyone")) {
      try (World world = World.with("HEDDLE_AUTH_DIRECT", rule)) {
        ConnectionFixture alice = ConnectionFixture.open(world, "alice");
        alice.says(direct(new ClientCommand.ToClient(ClientId.random()), 1));
        alice.expect("published #1");
        alice.says(direct(new ClientCommand.ToUser("nobody"), 2));

        eventually(() -> assertThat(alice.socket.lines("published")).hasSize(2));
        assertThat(alice.socket.lines("error")).isEmpty();
      }
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

  private static Identity member(String user) {
    return new Identity(
        Optional.of(user), Set.of(), Set.of("g"), Set.of(), Map.of(), Optional.empty());
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
