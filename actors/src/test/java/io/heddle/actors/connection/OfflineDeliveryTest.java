package io.heddle.actors.connection;

import static io.heddle.actors.testing.World.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.protocol.ClientCommand;
import io.heddle.actors.protocol.ConnectionOrder;
import io.heddle.actors.protocol.Identity;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.ToNode;
import io.heddle.actors.testing.FakeSocket;
import io.heddle.actors.testing.World;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What users get who were away. */
class OfflineDeliveryTest {
  private static final RoomName ALICES = new RoomName("user:alice");

  private World world = world();

  private static World world(String... more) {
    String[] all =
        List.of(
                List.of(
                    "HEDDLE_ROOMS_IDLE_AFTER", "100ms",
                    "HEDDLE_ROOMS_LINGER", "10ms",
                    "HEDDLE_HISTORY_CURSORS_FLUSH", "20ms",
                    "HEDDLE_HISTORY_DEVICES", "2",
                    "HEDDLE_NAMESPACES_USER_HISTORY_SIZE", "100"),
                List.of(more))
            .stream()
            .flatMap(List::stream)
            .toArray(String[]::new);
    return World.with(all);
  }

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void aUserWhoWasAwayGetsWhatItMissedOnce() {
    published(1, 2);
    FakeSocket first = connected("alice");
    assertThat(offsets(first)).containsExactly(1L, 2L);
    pong(first);
    gone(first);
    published(3, 5);
    FakeSocket second = connected("alice");
    eventually(() -> assertThat(offsets(second)).containsExactly(3L, 4L, 5L));
    assertThat(second.lines().getFirst()).isEqualTo("connected alice 2 recovered");
    published(6, 6);
    eventually(() -> assertThat(offsets(second)).containsExactly(3L, 4L, 5L, 6L));
    pong(second);
    gone(second);
    FakeSocket third = connected("alice");

    eventually(() -> assertThat(third.lines()).containsExactly("connected alice 2 recovered"));
  }

  @Test
  void aClientThatGoesBeforeItsPongGetsItAgain() {
    published(1, 2);
    FakeSocket first = connected("alice");
    eventually(() -> assertThat(offsets(first)).containsExactly(1L, 2L));
    gone(first);
    FakeSocket second = connected("alice");

    eventually(() -> assertThat(offsets(second)).containsExactly(1L, 2L));
  }

  @Test
  void aNewDeviceBeginsNowAndEachDeviceGetsWhatItMissedOnce() {
    published(1, 2);
    FakeSocket phone = connected(FakeSocket.of("alice").on("phone"), "alice");
    published(3, 3);
    eventually(() -> assertThat(offsets(phone)).containsExactly(3L));
    pong(phone);
    FakeSocket laptop = connected(FakeSocket.of("alice").on("laptop"), "alice");
    assertThat(laptop.lines()).containsExactly("connected alice 2");
    gone(phone);
    gone(laptop);
    published(4, 5);
    FakeSocket laptopAgain = connected(FakeSocket.of("alice").on("laptop"), "alice");
    FakeSocket phoneAgain = connected(FakeSocket.of("alice").on("phone"), "alice");

    eventually(() -> assertThat(offsets(laptopAgain)).containsExactly(4L, 5L));
    eventually(() -> assertThat(offsets(phoneAgain)).containsExactly(4L, 5L));
  }

  @Test
  void aDeviceThatCameBeforeThereWasAnythingMissesNothing() {
    FakeSocket phone = connected(FakeSocket.of("alice").on("phone"), "alice");
    eventually(() -> assertThat(world.log.moves()).isPositive());
    gone(phone);
    published(1, 2);
    FakeSocket again = connected(FakeSocket.of("alice").on("phone"), "alice");

    eventually(() -> assertThat(offsets(again)).containsExactly(1L, 2L));
  }

  @Test
  void whoComesBackBeforeItsCursorIsWrittenGoesOnThere() {
    world.close();
    world = world("HEDDLE_HISTORY_CURSORS_FLUSH", "1m");
    published(1, 1);
    gone(connected(FakeSocket.of("alice").on("phone"), "alice"));
    published(2, 3);
    FakeSocket again = connected(FakeSocket.of("alice").on("phone"), "alice");

    eventually(() -> assertThat(offsets(again)).containsExactly(2L, 3L));
    assertThat(world.log.moves()).isZero();
  }

  @Test
  void theDeviceThatWasAwayForLongestGoesWhereThereAreTooMany() {
    published(1, 1);
    for (String device : List.of("a", "b", "c")) {
      int moves = world.log.moves();
      gone(connected(FakeSocket.of("alice").on(device), "alice"));
      eventually(() -> assertThat(world.log.moves()).isGreaterThan(moves));
    }
    published(2, 2);
    FakeSocket c = connected(FakeSocket.of("alice").on("c"), "alice");
    FakeSocket a = connected(FakeSocket.of("alice").on("a"), "alice");

    eventually(() -> assertThat(offsets(c)).containsExactly(2L));
    assertThat(a.lines()).as("a new device").containsExactly("connected alice 2");
  }

  @Test
  void theTokenNamesTheDeviceBeforeTheAddressDoes() {
    Identity identity =
        new Identity(
            Optional.of("alice"),
            Set.of(),
            Set.of(),
            Set.of(),
            Map.of("device", List.of("phone")),
            Optional.empty());
    FakeSocket socket = new FakeSocket().on("laptop");
    world.node.tell(new ToNode.Open(socket, Optional.of(identity), false));
    eventually(() -> assertThat(socket.lines("connected")).hasSize(1));

    eventually(
        () ->
            assertThat(world.log.cursors(ALICES, "alice").toCompletableFuture().join())
                .extracting(cursor -> cursor.device().orElse("-"))
                .containsExactly("phone"));
  }

  @Test
  void aUserWithNothingStoredCostsNoReading() {
    for (int i = 0; i < 200; i++) {
      FakeSocket socket = connected("user" + i);
      assertThat(socket.lines()).containsExactly("connected user" + i + " 2");
    }

    assertThat(world.log.reads()).isZero();
    assertThat(world.region.awake()).isEmpty();
    assertThat(world.counter("heddle.cursor.starts", "outcome", "nothing")).isEqualTo(200);
  }

  @Test
  void whoHasMissedNothingWakesNoRoom() {
    published(1, 2);
    FakeSocket first = connected("alice");
    eventually(() -> assertThat(offsets(first)).hasSize(2));
    pong(first);
    gone(first);
    eventually(() -> assertThat(world.region.awake()).isEmpty());
    FakeSocket second = connected("alice");

    assertThat(second.lines()).containsExactly("connected alice 2 recovered");
    assertThat(world.region.awake()).isEmpty();
  }

  @Test
  void whatWasTrimmedIsToldAndWhatIsLeftIsSent() {
    published(1, 1);
    FakeSocket first = connected("alice");
    eventually(() -> assertThat(offsets(first)).hasSize(1));
    pong(first);
    gone(first);
    published(2, 120);
    FakeSocket second = connected("alice");

    eventually(() -> assertThat(offsets(second)).hasSize(100).startsWith(21L).endsWith(120L));
    assertThat(second.lines().getFirst()).isEqualTo("connected alice 2 not_recovered trimmed 19");
  }

  @Test
  void anExplicitPositionGoesBeforeTheCursor() {
    Position head = published(1, 5);
    FakeSocket first = connected("alice");
    eventually(() -> assertThat(offsets(first)).hasSize(5));
    pong(first);
    gone(first);
    ConnectionFixture again =
        new ConnectionFixture(world, Optional.of(Identity.user("alice")), true);
    again.says(
        new ClientCommand.Connect(
            Optional.empty(),
            Optional.empty(),
            Map.of(ALICES, new Position(head.epoch(), 3)),
            Optional.empty()));

    eventually(() -> assertThat(offsets(again.socket)).containsExactly(4L, 5L));
  }

  @Test
  void aLogThatFailsAtConnectLeavesTheCursorWhereItIs() {
    published(1, 2);
    world.log.failReads(1);
    FakeSocket first = connected("alice");
    assertThat(first.lines()).containsExactly("connected alice 2 not_recovered");
    published(3, 3);
    eventually(() -> assertThat(offsets(first)).containsExactly(3L));
    assertThat(first.pong()).isTrue();
    gone(first);
    FakeSocket second = connected("alice");

    eventually(() -> assertThat(offsets(second)).containsExactly(1L, 2L, 3L));
    assertThat(world.counter("heddle.cursor.starts", "outcome", "unread")).isEqualTo(1);
  }

  @Test
  void byAckAloneWhereTheSettingSaysSo() {
    world.close();
    world = world("HEDDLE_HISTORY_CURSORS_ACKNOWLEDGE", "ack");
    Position head = published(1, 3);
    ConnectionFixture first = ConnectionFixture.open(world, "alice");
    eventually(() -> assertThat(offsets(first.socket)).hasSize(3));
    assertThat(first.socket.pong()).isFalse();
    first.says(new ClientCommand.Ack(ALICES, new Position(head.epoch(), 2), Optional.empty()));
    eventually(() -> assertThat(cursor()).contains(new Position(head.epoch(), 2)));
    first.actor.tell(new ConnectionOrder.SocketClosed());
    FakeSocket second = connected("alice");

    eventually(() -> assertThat(offsets(second)).containsExactly(3L));
  }

  @Test
  void acknowledgementsThatCannotBeAreIgnoredAndCounted() {
    Position head = published(1, 3);
    ConnectionFixture alice = ConnectionFixture.open(world, "alice");
    eventually(() -> assertThat(offsets(alice.socket)).hasSize(3));
    acks(alice, ALICES, new Position(head.epoch(), 2));
    eventually(() -> assertThat(cursor()).contains(new Position(head.epoch(), 2)));
    acks(alice, ALICES, new Position(head.epoch(), 1));
    acks(alice, ALICES, new Position(head.epoch(), 4));
    eventually(() -> assertThat(ignored("beyond_head")).isEqualTo(1));
    acks(alice, ALICES, new Position("other", 1));
    eventually(() -> assertThat(ignored("epoch")).isEqualTo(1));
    acks(alice, new RoomName("user:bob"), new Position(head.epoch(), 1));
    acks(alice, new RoomName("chat:1"), new Position(head.epoch(), 1));

    eventually(() -> assertThat(ignored("not_subscribed")).isEqualTo(1));
    assertThat(ignored("backwards")).isEqualTo(1);
    alice.expect("error not_available chat:1");
    assertThat(cursor()).contains(new Position(head.epoch(), 2));
    assertThat(alice.socket.closed()).isEmpty();
    eventually(() -> assertThat(alice.socket.handled()).isEqualTo(alice.commands()));
  }

  @Test
  void cursorsAreWrittenTogetherAndAgainWhereTheLogFailed() {
    published(1, 3);
    FakeSocket alice = connected("alice");
    eventually(() -> assertThat(offsets(alice)).hasSize(3));
    world.log.failMoves(2);
    int before = world.log.moves();
    for (int i = 0; i < 100; i++) {
      alice.pong();
    }

    eventually(() -> assertThat(cursor()).map(Position::offset).contains(3L));
    assertThat(world.log.moves() - before).isEqualTo(3);
  }

  @Test
  void aNodeThatStopsWritesItsCursorsFirst() {
    world.close();
    world = world("HEDDLE_HISTORY_CURSORS_FLUSH", "1m");
    published(1, 3);
    FakeSocket alice = connected("alice");
    eventually(() -> assertThat(offsets(alice)).hasSize(3));
    assertThat(alice.pong()).isTrue();
    eventually(() -> assertThat(world.counter("heddle.cursor.moves", "by", "pong")).isEqualTo(1));
    assertThat(cursor()).isEmpty();
    gone(alice);
    TestProbe<Done> drained = world.kit.createTestProbe();
    world.node.tell(new ToNode.Drain(Duration.ofSeconds(20), drained.getRef()));
    drained.receiveMessage();

    assertThat(cursor()).map(Position::offset).contains(3L);
  }

  private Optional<Position> cursor() {
    return world.log.cursors(ALICES, "alice").toCompletableFuture().join().stream()
        .map(cursor -> cursor.position())
        .findFirst();
  }

  private double ignored(String reason) {
    return world.counter("heddle.cursor.acks.ignored", "reason", reason);
  }

  private static void acks(ConnectionFixture client, RoomName room, Position position) {
    client.says(new ClientCommand.Ack(room, position, Optional.empty()));
  }

  /** The pong comes, and the cursor is written. */
  private void pong(FakeSocket socket) {
    int before = world.log.moves();
    assertThat(socket.pong()).isTrue();
    eventually(() -> assertThat(world.log.moves()).isGreaterThan(before));
  }

  private static void gone(FakeSocket socket) {
    socket.actor().tell(new ConnectionOrder.SocketClosed());
  }

  private FakeSocket connected(String user) {
    return connected(FakeSocket.of(user), user);
  }

  private FakeSocket connected(FakeSocket socket, String user) {
    world.node.tell(new ToNode.Open(socket, Optional.of(Identity.user(user)), false));
    eventually(() -> assertThat(socket.lines("connected")).hasSize(1));
    return socket;
  }

  private Position published(int first, int last) {
    Optional<Position> head = Optional.empty();
    for (int i = first; i <= last; i++) {
      head = Optional.of(world.published(ALICES, Integer.toString(i), false).position());
    }
    return head.orElseThrow();
  }

  private static List<Long> offsets(FakeSocket socket) {
    return socket.lines("user:alice").stream()
        .map(line -> Long.valueOf(line.split(" ", 3)[1]))
        .toList();
  }
}
