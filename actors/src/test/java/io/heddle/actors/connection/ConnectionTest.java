package io.heddle.actors.connection;

import static io.heddle.actors.testing.World.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.protocol.ClientCommand;
import io.heddle.actors.protocol.CloseCode;
import io.heddle.actors.protocol.ConnectionOrder;
import io.heddle.actors.protocol.Encoder;
import io.heddle.actors.protocol.ErrorCode;
import io.heddle.actors.protocol.Event;
import io.heddle.actors.protocol.Identity;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.PublishReply;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.ToRoom;
import io.heddle.actors.testing.FakeSocket;
import io.heddle.actors.testing.TextEncoder;
import io.heddle.actors.testing.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.testkit.typed.javadsl.LoggingTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectionTest {
  private final World world =
      World.with(
          "HEDDLE_RATE_LIMIT", "off",
          "HEDDLE_ROOMS_PUBLISH_RETRY", "10ms",
          "HEDDLE_LIMITS_MAX_ROOMS_PER_CONNECTION", "3",
          "HEDDLE_ERRORS_MAX", "2");

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void aKnownClientIsConnectedAndInItsRooms() {
    Identity identity =
        new Identity(
            Optional.of("alice"), Set.of(), Set.of("g1"), Set.of(), Map.of(), Optional.empty());
    ConnectionFixture alice = ConnectionFixture.open(world, identity);

    assertThat(alice.socket.lines()).containsExactly("connected alice 3");
    for (String room : List.of("user:alice", "group:g1", "system")) {
      assertThat(world.count(new RoomName(room))).isEqualTo(1);
    }
  }

  @Test
  void publishesAndHearsItselfInTheRoomsItSubscribedTo() {
    ConnectionFixture alice = ConnectionFixture.open(world, "alice");
    alice.subscribes("chat:1").publishes("chat:1", 7);

    alice.expect("subscribed chat:1 0 1", "chat:1 1 7", "published chat:1 1 #7");
    eventually(() -> assertThat(alice.socket.handled()).isEqualTo(alice.commands()));
  }

  @Test
  void publishingNeedsASubscription() {
    ConnectionFixture alice = ConnectionFixture.open(world, "alice");
    alice.publishes("chat:1", 1);

    alice.expect("error not_subscribed chat:1 #1");
  }

  @Test
  void aPolicyThatForbidsIsObeyed() {
    ConnectionFixture alice = ConnectionFixture.open(world, "alice");
    alice.subscribes("user:bob", "group:g2").subscribes("events:x").publishes("events:x", 1);
    alice.publishes("user:alice", 2);
    alice.unsubscribes("user:alice");

    alice.expect(
        "error forbidden user:bob",
        "error forbidden group:g2",
        "subscribed events:x 0 1",
        "error forbidden events:x #1",
        "error forbidden user:alice #2",
        "error forbidden user:alice");
  }

  @Test
  void anAnonymousClientIsInSystemOnlyAndMayHearEvents() {
    ConnectionFixture nobody = ConnectionFixture.open(world, Identity.ANONYMOUS);
    nobody.subscribes("events:x", "chat:1");

    nobody.expect("connected - 1", "subscribed events:x 0 1", "error forbidden chat:1");
  }

  @Test
  void aConnectionHasNoMoreRoomsThanItMay() {
    ConnectionFixture alice = ConnectionFixture.open(world, "alice");
    alice.subscribes("chat:1", "chat:2", "chat:3", "chat:4").subscribes("chat:1");

    alice.expect("error forbidden chat:4");
    eventually(() -> assertThat(alice.socket.lines("subscribed")).hasSize(4));
    alice.unsubscribes("chat:2").subscribes("chat:4");
    alice.expect("subscribed chat:4 0 1");
  }

  @Test
  void whatARoomDoesNotKeepIsNotAvailable() {
    ConnectionFixture alice = ConnectionFixture.open(world, "alice");
    RoomName room = new RoomName("chat:1");
    alice.subscribes("events:1");
    alice.says(presence("events:1", 2));
    alice.says(new ClientCommand.Ack(room, new Position("e", 1), ConnectionFixture.id(3)));

    alice.expect("error not_available events:1 #2", "error not_available chat:1 #3");
    assertThat(world.counter("heddle.errors", "code", "not_available")).isEqualTo(2);
  }

  @Test
  void whoIsInIsToldWhoIsThereAlsoInTheSameBreath() {
    ConnectionFixture alice = ConnectionFixture.open(world, "alice");
    ConnectionFixture bob = ConnectionFixture.open(world, "bob");
    for (int i = 1; i <= 20; i++) {
      String state = "{\"i\":" + i + "}";
      alice.says(presence("chat:" + i, i));
      alice.says(subscribe("chat:" + i, state)).says(presence("chat:" + i, 100 + i));
      alice.expect(
          "error not_subscribed chat:" + i + " #" + i,
          "presence_state chat:" + i + " 1 alice:1" + state + " #" + (100 + i));
      alice.unsubscribes("chat:" + i);
    }
    bob.says(presence("chat:20", 7));

    bob.expect("error not_subscribed chat:20 #7");
    eventually(() -> assertThat(alice.socket.handled()).isEqualTo(alice.commands()));
  }

  @Test
  void aStateThatIsTooLargeIsRefusedAndChangesNothing() {
    ConnectionFixture alice = ConnectionFixture.open(world, "alice");
    String fits = "{\"a\":\"" + "x".repeat(504) + "\"}";
    String over = "{\"a\":\"" + "x".repeat(505) + "\"}";
    alice.says(subscribe("chat:1", fits)).says(subscribe("chat:1", over));
    alice.says(subscribe("chat:2", over)).says(presence("chat:1", 1));

    alice.expect("presence_state chat:1 1 alice:1" + fits + " #1");
    assertThat(alice.socket.lines("error"))
        .containsExactly("error invalid_message", "error invalid_message");
    assertThat(world.count(new RoomName("chat:2"))).isZero();
  }

  private static ClientCommand presence(String room, int id) {
    return new ClientCommand.Presence(new RoomName(room), ConnectionFixture.id(id));
  }

  private static ClientCommand subscribe(String room, String state) {
    return new ClientCommand.Subscribe(
        List.of(new RoomName(room)),
        Map.of(),
        0,
        Optional.of(World.payload(state)),
        Optional.empty());
  }

  @Test
  void oneErrorTooManyCloses() {
    ConnectionFixture alice = ConnectionFixture.open(world, "alice");
    for (int i = 0; i < 4; i++) {
      alice.says(new ClientCommand.Malformed(ErrorCode.INVALID_MESSAGE, "what?", Optional.empty()));
    }

    eventually(() -> assertThat(alice.socket.closed()).contains(CloseCode.TOO_MANY_ERRORS));
    assertThat(alice.socket.lines("error"))
        .containsExactly(
            "error invalid_message",
            "error invalid_message",
            "error invalid_message",
            "error too_many_errors");
    eventually(() -> assertThat(alice.socket.handled()).isEqualTo(4));
  }

  @Test
  void nothingIsLostDoubledOrReorderedWhereMessagesToRoomsAreLost() {
    Random random = new Random(42);
    world.region.drop(
        (_, message) -> message instanceof ToRoom.Publish && synchronizedNext(random, 3) == 0);
    ConnectionFixture alice = ConnectionFixture.open(world, "alice");
    alice.subscribes("chat:1", "chat:2");
    List<String> expected = new ArrayList<>();
    for (int i = 1; i <= 300; i++) {
      alice.publishes("chat:1", i).publishes("chat:2", i);
      expected.add("chat:1 " + i + " " + i);
    }

    eventually(() -> assertThat(alice.socket.handled()).isEqualTo(alice.commands()));
    eventually(() -> assertThat(alice.socket.lines("chat:1")).isEqualTo(expected));
    assertThat(alice.socket.lines("published")).hasSize(600).doesNotHaveDuplicates();
    assertThat(world.counter("heddle.publishes.unanswered", "outcome", "repeated")).isPositive();
  }

  private static int synchronizedNext(Random random, int bound) {
    synchronized (random) {
      return random.nextInt(bound);
    }
  }

  @Test
  void whatWasUnderWayWhenTheSocketClosedIsStillPublished() {
    FakeSocket listener = FakeSocket.of("bob");
    world.subscribe(new RoomName("chat:1"), listener);
    ConnectionFixture alice = ConnectionFixture.open(world, "alice");
    alice.subscribes("chat:1");
    alice.expect("subscribed chat:1 0 2");
    world.log.hold();
    alice.publishes("chat:1", 1).publishes("chat:1", 2).publishes("chat:1", 3).closes();
    eventually(() -> assertThat(world.log.appends()).hasSize(1));
    world.log.release();

    eventually(
        () ->
            assertThat(listener.lines("chat"))
                .containsExactly("chat:1 1 1", "chat:1 2 2", "chat:1 3 3"));
    eventually(() -> assertThat(world.count(RoomName.SYSTEM)).isZero());
    eventually(() -> assertThat(world.registry.get("heddle.connections").gauge().value()).isZero());
  }

  @Test
  void drainingWaitsForWhatIsUnderWayAndTakesNothingMore() {
    ConnectionFixture alice = ConnectionFixture.open(world, "alice");
    alice.subscribes("chat:1");
    alice.expect("subscribed chat:1 0 1");
    world.log.hold();
    alice.publishes("chat:1", 1);
    eventually(() -> assertThat(world.log.appends()).hasSize(1));
    alice.actor.tell(new ConnectionOrder.Drain());
    alice.publishes("chat:1", 2);
    eventually(() -> assertThat(alice.socket.handled()).isEqualTo(2));
    assertThat(alice.socket.closed()).isEmpty();
    world.log.release();

    eventually(() -> assertThat(alice.socket.closed()).contains(CloseCode.RESTARTING));
    alice.expect("published chat:1 1 #1", "chat:1 1 1", "reconnect");
    assertThat(alice.socket.lines("published")).hasSize(1);
  }

  @Test
  void aCommandThatFailsIsAnsweredWithTheReferenceInTheLogAndTheConnectionStays() {
    List<String> errors = new CopyOnWriteArrayList<>();
    Encoder encoder =
        event -> {
          if (event instanceof Event.Pong) {
            throw new IllegalStateException("a pong that cannot be written");
          }
          if (event instanceof Event.Failed(_, var text, _, _)) {
            errors.add(text);
          }
          return TextEncoder.SHARED.encode(event);
        };
    ConnectionFixture alice = ConnectionFixture.open(world, "alice", encoder);

    List<String> logged = new CopyOnWriteArrayList<>();
    LoggingTestKit.error("failed, reference")
        .withCause(IllegalStateException.class)
        .withCustom(event -> logged.add(event.message()))
        .expect(
            world.kit.system(), () -> alice.says(new ClientCommand.Ping(ConnectionFixture.id(7))));

    alice.expect("error processing_error #7");
    String reference =
        errors.getFirst().substring("message processing failed, reference ".length());
    assertThat(logged).singleElement().asString().endsWith(reference);
    alice.subscribes("chat:1");
    alice.expect("subscribed chat:1 0 1");
    assertThat(alice.socket.handled()).isEqualTo(alice.commands());
    assertThat(alice.socket.closed()).isEmpty();
  }

  @Test
  void aPublishThatMeetsAFaultAfterItWasTakenIsRepeatedAndAnsweredOnce() {
    ConnectionFixture alice = ConnectionFixture.open(world, "alice");
    alice.subscribes("chat:1");
    alice.expect("subscribed chat:1 0 1");
    AtomicBoolean well = new AtomicBoolean();
    world.region.drop(
        (_, message) -> {
          if (message instanceof ToRoom.Publish && !well.getAndSet(true)) {
            throw new IllegalStateException("of the test");
          }
          return false;
        });
    alice.publishes("chat:1", 1);

    alice.expect("published chat:1 1 #1");
    eventually(() -> assertThat(alice.socket.handled()).isEqualTo(alice.commands()));
    assertThat(alice.socket.lines("error")).isEmpty();
  }

  @Test
  void whatIsSaidInOneBreathIsDoneInItsOrder() {
    ConnectionFixture bob = ConnectionFixture.open(world, "bob");
    bob.subscribes("chat:1");
    bob.expect("subscribed chat:1 0 1");
    ConnectionFixture alice = ConnectionFixture.open(world, "alice");
    for (int visit = 1; visit <= 50; visit++) {
      alice.subscribes("chat:1").publishes("chat:1", visit).unsubscribes("chat:1");
    }

    bob.expect("chat:1 50 50");
    eventually(() -> assertThat(alice.socket.lines("unsubscribed")).hasSize(50));
    assertThat(alice.socket.lines("error")).isEmpty();
    assertThat(alice.socket.handled()).isEqualTo(alice.commands());
  }

  @Test
  void aFaultClosesTheConnectionAndLeavesItsRooms() {
    ConnectionFixture alice = ConnectionFixture.open(world, "alice");
    alice.subscribes("chat:1");
    alice.expect("subscribed chat:1 0 1");
    world.log.hold();
    alice.publishes("chat:1", 1);
    alice.actor.tell(
        new PublishReply(new RoomName("chat:1"), 1, new PublishReply.Accepted(List.of())));

    eventually(() -> assertThat(alice.socket.closed()).contains(CloseCode.INTERNAL_ERROR));
    eventually(() -> assertThat(world.count(new RoomName("chat:1"))).isZero());
    eventually(() -> assertThat(world.count(RoomName.SYSTEM)).isZero());
  }

  @Test
  void anEventForThisConnectionIsSent() {
    ConnectionFixture alice = ConnectionFixture.open(world, "alice");
    alice.actor.tell(new ConnectionOrder.Deliver(new Event.Pong(Optional.empty())));

    alice.expect("pong");
  }
}
