package io.heddle.actors.connection;

import static io.heddle.actors.testing.World.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.fabric.MembershipChange;
import io.heddle.actors.membership.MembershipSource;
import io.heddle.actors.protocol.ClientCommand;
import io.heddle.actors.protocol.CloseCode;
import io.heddle.actors.protocol.ConnectionOrder;
import io.heddle.actors.protocol.Event.RoomAction;
import io.heddle.actors.protocol.Identity;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.RoomReply;
import io.heddle.actors.protocol.ToLocalRooms;
import io.heddle.actors.protocol.ToNode;
import io.heddle.actors.protocol.TokenVerifier;
import io.heddle.actors.testing.FakeSocket;
import io.heddle.actors.testing.MutableClock;
import io.heddle.actors.testing.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;

/** Who is in which group, when. A token is the groups that it names, with commas, of alice. */
class GroupsTest {
  private static final RoomName RED = new RoomName("group:red");
  private static final RoomName BLUE = new RoomName("group:blue");

  private final MutableClock clock = new MutableClock();
  private final CompletableFuture<Set<String>> known = new CompletableFuture<>();

  // Live changes

  @Test
  void allConnectionsOfAUserOnAllNodesJoinAndLeaveAtOnce() {
    try (World world = World.with()) {
      FakeSocket phone = open(world.node, alice());
      FakeSocket desk = open(world.addNode(), alice());
      FakeSocket bob = open(world.node, member("bob", "red"));
      MembershipChange.Outcome joined = change(world, true);

      assertThat(joined).isEqualTo(new MembershipChange.Outcome(2, true));
      for (FakeSocket socket : List.of(phone, desk)) {
        expect(socket, "room_update group:red joined", "user:alice 1 " + data(true));
      }
      expect(bob, "group:red 1 " + data(true));
      eventually(() -> assertThat(count(world, RED)).isEqualTo(3));
      change(world, false);
      for (FakeSocket socket : List.of(phone, desk)) {
        expect(socket, "room_update group:red left", "user:alice 2 " + data(false));
      }
      expect(bob, "group:red 2 " + data(false));
      eventually(() -> assertThat(count(world, RED)).isEqualTo(1));
      world.published(RED, "5", false);
      expect(bob, "group:red 3 5");
      assertThat(phone.lines("group:red 3")).isEmpty();
    }
  }

  @Test
  void rightsFollowTheGroups() {
    try (World world =
        World.with(
            "HEDDLE_NAMESPACES_CHAT_SUBSCRIBE", "members", "HEDDLE_AUTH_DIRECT", "shared-room")) {
      ConnectionFixture alice = ConnectionFixture.open(world, "alice");
      ConnectionFixture bob = ConnectionFixture.open(world, member("bob", "red"));
      alice.subscribes("chat:red").expect("error forbidden chat:red");
      alice.says(whisper("bob", 1)).expect("published #1");
      change(world, true);
      alice.expect("room_update group:red joined");
      alice.subscribes("chat:red").expect("subscribed chat:red 0 1");
      alice.publishes("group:red", 7).expect("published group:red 2 #7");
      alice.says(whisper("bob", 2));

      bob.expect("direct 2");
      assertThat(bob.socket.lines("direct 1")).isEmpty();
      change(world, false);
      alice.expect("unsubscribed chat:red forbidden", "room_update group:red left");
      eventually(() -> assertThat(world.count(new RoomName("chat:red"))).isZero());
      alice.publishes("group:red", 8).expect("error forbidden group:red #8");
      alice.subscribes("group:red").expect("error forbidden group:red");
    }
  }

  @Test
  void whoIsInTheGroupByTokenAndIsJoinedAgainHearsOfNoUpdate() {
    try (World world = World.with()) {
      FakeSocket alice = open(world.node, member("alice", "red"));
      change(world, true);
      expect(alice, "user:alice 1 " + data(true), "group:red 1 " + data(true));

      assertThat(alice.lines("room_update")).isEmpty();
    }
  }

  @Test
  void joiningAGroupsRoomIsAMembership() {
    try (World world = World.with()) {
      FakeSocket alice = open(world.node, alice());
      assertThat(join(world.fabric.join("alice", RED))).isEqualTo(1);
      expect(alice, "room_update group:red joined");
      assertThat(join(world.fabric.leave("alice", RED))).isEqualTo(1);

      expect(alice, "room_update group:red left");
      FakeSocket later = open(world.node, member("alice", "red"));
      assertThat(later.lines("connected")).containsExactly("connected alice 2");
    }
  }

  @Test
  void whatIsPublishedAfterTheChangeReachesWhoWasJoined() {
    try (World world = World.with()) {
      List<FakeSocket> sockets = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        sockets.add(open(world.node, alice()));
      }
      for (int round = 1; round <= 20; round++) {
        String group = "g" + round;
        join(world.fabric.change(new MembershipChange("alice", group, Optional.empty(), true)));
        world.fabric.publish("group:" + group, "message", "7");
        for (FakeSocket socket : sockets) {
          expect(socket, "group:" + group + " 2 7");
          assertThat(socket.lines("group:" + group + " 1")).hasSize(1);
        }
      }
    }
  }

  // Connections that come later

  @Test
  void aConnectionThatComesLaterComesInWithTheChangeWhateverItsTokenSays() {
    try (World world = world(MembershipSource.TOKEN)) {
      change(world, false);
      join(world.fabric.change(new MembershipChange("alice", "blue", Optional.empty(), true)));
      FakeSocket alice = open(world.node, member("alice", "red"));

      assertThat(alice.lines("connected")).containsExactly("connected alice 3");
      assertThat(count(world, RED)).isZero();
      assertThat(count(world, BLUE)).isEqualTo(1);
      clock.advance(Duration.ofHours(2));
      open(world.node, member("alice", "red"));
      assertThat(count(world, RED)).isEqualTo(1);
      assertThat(count(world, BLUE)).isEqualTo(1);
    }
  }

  @Test
  void noConnectionOfTheSameMomentSlipsThrough() {
    try (World world = World.with()) {
      List<ActorRef<ToNode>> nodes = List.of(world.node, world.addNode());
      for (int round = 1; round <= 20; round++) {
        boolean joined = round % 2 == 0;
        Identity before = joined ? alice() : member("alice", "red");
        List<FakeSocket> sockets = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
          if (i == 20) {
            world.fabric.change(new MembershipChange("alice", "red", Optional.empty(), joined));
          }
          FakeSocket socket = new FakeSocket();
          sockets.add(socket);
          nodes.get(i % 2).tell(new ToNode.Open(socket, Optional.of(before), false));
        }
        sockets.forEach(
            socket -> eventually(() -> assertThat(socket.lines("connected")).hasSize(1)));
        int in = joined ? sockets.size() : 0;
        eventually(() -> assertThat(count(world, RED)).isEqualTo(in));
        sockets.forEach(socket -> socket.actor().tell(new ConnectionOrder.SocketClosed()));
        eventually(() -> assertThat(count(world, new RoomName("user:alice"))).isZero());
      }
    }
  }

  @Test
  void whoIsEnteredAfterAChangeIsToldOfItAndWhoIsEnteredBeforeIsToldOnce() {
    try (World world = World.with()) {
      RoomName own = new RoomName("user:alice");
      FakeSocket early = FakeSocket.of("alice");
      FakeSocket late = FakeSocket.of("alice");
      world.enter(own, early);
      TestProbe<Integer> reached = world.kit.createTestProbe();
      RoomReply.Placed left = new RoomReply.Placed(RED, RoomAction.LEFT);
      world.tell(new ToLocalRooms.Place(own, left, reached.getRef()));
      world.enter(own, late);

      for (FakeSocket socket : List.of(early, late)) {
        eventually(() -> assertThat(socket.replies()).contains(left));
      }
      assertThat(world.count(own)).isEqualTo(2);
      assertThat(early.replies().stream().filter(left::equals)).hasSize(1);
      assertThat(late.replies().stream().filter(left::equals)).hasSize(1);
      assertThat(reached.receiveMessage(Duration.ofSeconds(20))).isEqualTo(1);
    }
  }

  // Newer tokens

  @Test
  void aNewerTokenBringsItsGroupsButUndoesNoLiveChange() {
    try (World world = world(MembershipSource.TOKEN)) {
      ConnectionFixture alice = ConnectionFixture.open(world, member("alice", "red", "green"));
      change(world, false);
      alice.expect("room_update group:red left");
      alice.says(new ClientCommand.Refresh("red,blue", ConnectionFixture.id(1)));

      alice.expect("refreshed #1", "room_update group:green left", "room_update group:blue joined");
      assertThat(count(world, RED)).isZero();
      clock.advance(Duration.ofHours(2));
      alice.says(new ClientCommand.Refresh("red,blue", ConnectionFixture.id(2)));
      alice.expect("refreshed #2", "room_update group:red joined");
    }
  }

  @Test
  void aNewerTokenChangesNothingWhereASourceKnowsTheGroups() {
    known.complete(Set.of("blue"));
    try (World world = world(_ -> known)) {
      ConnectionFixture alice = ConnectionFixture.open(world, member("alice", "red"));
      alice.says(new ClientCommand.Refresh("green", ConnectionFixture.id(1)));

      alice.expect("refreshed #1");
      alice.pings().expect("pong");
      assertThat(alice.socket.lines("room_update")).isEmpty();
      alice.publishes("group:blue", 2).expect("published group:blue 1 #2");
    }
  }

  // Sources

  @Test
  void aSourceSaysWhichGroupsAUserComesInWithAndCommandsWaitForIt() {
    try (World world = world(_ -> known)) {
      ConnectionFixture alice =
          new ConnectionFixture(world, Optional.of(member("alice", "red")), false);
      alice.subscribes("chat:1").pings();
      known.complete(Set.of("blue", "green", "not\na room"));

      alice.expect("connected alice 4", "subscribed chat:1 0 1", "pong");
      assertThat(alice.socket.lines().getFirst()).isEqualTo("connected alice 4");
      assertThat(count(world, RED)).isZero();
      assertThat(count(world, BLUE)).isEqualTo(1);
      assertThat(world.counter("heddle.memberships.unfit")).isEqualTo(1);
      assertThat(world.counter("heddle.memberships.lookups", "outcome", "found")).isEqualTo(1);
    }
  }

  @Test
  void aChangeThatComesWhileASourceIsAskedIsNotLost() {
    try (World world = world(_ -> known)) {
      ConnectionFixture alice = new ConnectionFixture(world, Optional.of(alice()), false);
      assertThat(change(world, true).connections()).isZero();
      known.complete(Set.of("blue"));

      alice.expect("connected alice 4");
      assertThat(count(world, RED)).isEqualTo(1);
      assertThat(world.counter("heddle.memberships.changes", "outcome", "late")).isEqualTo(1);
    }
  }

  @Test
  void withoutAnAnswerInTimeTheConnectionIsRefusedForTheMoment() {
    try (World world = world(_ -> known, "HEDDLE_MEMBERSHIPS_TIMEOUT", "20ms")) {
      ConnectionFixture alice = new ConnectionFixture(world, Optional.of(alice()), false);

      alice.expect("error unavailable");
      eventually(() -> assertThat(alice.socket.closed()).contains(CloseCode.SERVER_FULL));
      assertThat(world.counter("heddle.memberships.lookups", "outcome", "timeout")).isEqualTo(1);
      assertThat(world.counter("heddle.memberships.refused")).isEqualTo(1);
      known.complete(Set.of());
      assertThat(alice.socket.lines("connected")).isEmpty();
    }
  }

  @Test
  void aFaultOfTheSourceLetsInByTokenWhereASettingSaysSo() {
    MembershipSource faulty =
        _ -> {
          throw new IllegalStateException("of the test");
        };
    try (World world = world(faulty, "HEDDLE_MEMBERSHIPS_ON_FAILURE", "token")) {
      ConnectionFixture alice = ConnectionFixture.open(world, member("alice", "red"));
      alice.says(new ClientCommand.Refresh("blue", ConnectionFixture.id(1)));

      alice.expect("refreshed #1", "room_update group:red left", "room_update group:blue joined");
      assertThat(world.counter("heddle.memberships.lookups", "outcome", "failed")).isEqualTo(1);
    }
  }

  @Test
  void nobodyIsAskedAboutAnonymousConnections() {
    try (World world = world(_ -> known)) {
      FakeSocket nobody = open(world.node, Identity.ANONYMOUS);

      assertThat(nobody.lines("connected")).containsExactly("connected - 1");
    }
  }

  @Test
  void whoGoesWhileASourceIsAskedIsGone() {
    try (World world = world(_ -> known)) {
      ConnectionFixture alice = new ConnectionFixture(world, Optional.of(alice()), false);
      alice.closes();
      eventually(
          () -> assertThat(world.registry.get("heddle.connections").gauge().value()).isZero());
      known.complete(Set.of("red"));

      assertThat(count(world, RED)).isZero();
      assertThat(alice.socket.lines()).isEmpty();
    }
  }

  private World world(MembershipSource source, String... variables) {
    return World.with(clock, GroupsTest::verify, source, variables);
  }

  private static CompletionStage<TokenVerifier.Verdict> verify(String token) {
    return CompletableFuture.completedFuture(
        new TokenVerifier.Verified(member("alice", token.split(","))));
  }

  private static Identity alice() {
    return Identity.user("alice");
  }

  private static Identity member(String user, String... groups) {
    return new Identity(
        Optional.of(user), Set.of(), Set.of(groups), Set.of(), Map.of(), Optional.empty());
  }

  private static FakeSocket open(ActorRef<ToNode> node, Identity identity) {
    FakeSocket socket = new FakeSocket();
    node.tell(new ToNode.Open(socket, Optional.of(identity), false));
    eventually(() -> assertThat(socket.lines("connected")).hasSize(1));
    return socket;
  }

  private static MembershipChange.Outcome change(World world, boolean joined) {
    return join(
        world.fabric.change(new MembershipChange("alice", "red", Optional.of("Reds"), joined)));
  }

  private static String data(boolean joined) {
    return "{\"user_id\":\"alice\",\"group_id\":\"red\",\"group_name\":\"Reds\",\"joined\":%s}"
        .formatted(joined);
  }

  private static ClientCommand whisper(String user, int data) {
    return new ClientCommand.Direct(
        new ClientCommand.ToUser(user),
        "message",
        World.payload(Integer.toString(data)),
        ConnectionFixture.id(data));
  }

  private static int count(World world, RoomName room) {
    return join(world.fabric.count(room));
  }

  private static void expect(FakeSocket socket, String... lines) {
    eventually(() -> assertThat(socket.lines()).contains(lines));
  }

  private static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
