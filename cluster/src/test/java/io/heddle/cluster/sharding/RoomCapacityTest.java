package io.heddle.cluster.sharding;

import static io.heddle.actors.testing.World.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.heddle.actors.protocol.PresenceReply;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.ToRoom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A room takes no more members than its capacity, over all nodes, and no fewer. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoomCapacityTest {
  private static final int CAPACITY = 20;
  private static final int ON_EACH = 12;

  private static final String[] SETTINGS = {
    "WEBSOCKET_LIMITS_MAX_CONNECTIONS_PER_ROOM",
    Integer.toString(CAPACITY),
    "HEDDLE_ROOMS_PUBLISH_TIMEOUT",
    "30s",
    "HEDDLE_ROOMS_IDLE_AFTER",
    "1s",
    "HEDDLE_RATE_LIMIT_CONNECTION",
    "off",
    "HEDDLE_ERRORS_MAX",
    "1000000"
  };

  private FabricCluster cluster;

  /** Of each node so many. */
  private List<FabricClient> clients;

  @BeforeAll
  void start() {
    String serializer = LossySerializer.class.getName();
    cluster =
        FabricCluster.of(
            3,
            ConfigFactory.parseString("pekko.actor.serializers.heddle = \"" + serializer + "\""),
            SETTINGS);
    clients = clients(cluster.nodes);
  }

  @AfterEach
  void loseNothingMore() {
    LossySerializer.loseNothing();
  }

  @AfterAll
  void stop() {
    cluster.close();
  }

  /** Those of all nodes in turn. */
  private static List<FabricClient> clients(List<FabricNode> nodes) {
    List<FabricClient> clients = new ArrayList<>();
    for (int i = 0; i < ON_EACH; i++) {
      nodes.forEach(node -> clients.add(node.connect("u-" + UUID.randomUUID())));
    }
    return clients;
  }

  private List<FabricClient> on(int node) {
    return every(clients, cluster.nodes.size(), node);
  }

  private static List<FabricClient> every(List<FabricClient> clients, int step, int first) {
    List<FabricClient> some = new ArrayList<>();
    for (int i = first; i < clients.size(); i += step) {
      some.add(clients.get(i));
    }
    return some;
  }

  private static void wish(List<FabricClient> clients, RoomName room) {
    clients.forEach(client -> client.says(FabricClient.subscribe(room)));
  }

  private static long in(List<FabricClient> clients, RoomName room) {
    return clients.stream()
        .filter(
            client ->
                client.heard("subscribed " + room).size()
                    > client.heard("unsubscribed " + room).size())
        .count();
  }

  private static long refused(List<FabricClient> clients, RoomName room) {
    return clients.stream()
        .mapToLong(client -> client.heard("error room_full " + room).size())
        .sum();
  }

  /** Those who are in leave. */
  private static void leave(List<FabricClient> clients, RoomName room) {
    List<FabricClient> leaving = new ArrayList<>(clients);
    leaving.removeAll(outside(clients, room));
    leaving.forEach(client -> client.says(FabricClient.unsubscribe(room)));
    eventually(() -> assertThat(in(leaving, room)).isZero());
  }

  private static int counted(FabricNode node, RoomName room) {
    PresenceReply told = node.fabric.presence(room).toCompletableFuture().join();
    return told instanceof PresenceReply.Present present ? present.clientCount() : -1;
  }

  /**
   * All want in; {@code seats} of them get in and the others are told that it is full, and then
   * there are {@code all}.
   */
  private static void fill(
      FabricNode node, List<FabricClient> wishing, RoomName room, int seats, int all) {
    wish(wishing, room);

    eventually(() -> assertThat(refused(wishing, room)).isEqualTo(wishing.size() - seats));
    eventually(() -> assertThat(in(wishing, room)).isEqualTo(seats));
    eventually(() -> assertThat(counted(node, room)).isEqualTo(all));
    assertThat(in(wishing, room)).isEqualTo(seats);
  }

  @Test
  void nodesThatFillARoomAtTheSameTimeLetInAsManyAsThereAreSeats() {
    for (FabricNode home : cluster.nodes) {
      fill(home, clients, cluster.roomOn(home, "chat"), CAPACITY, CAPACITY);
    }
  }

  @Test
  void aFullRoomStaysFullForAllNodesAndNobodyLosesASeat() {
    RoomName room = cluster.roomOn(cluster.node(0), "chat");
    fill(cluster.node(0), clients, room, CAPACITY, CAPACITY);
    List<FabricClient> outside =
        clients.stream().filter(client -> client.heard("subscribed " + room).isEmpty()).toList();

    wish(outside, room);

    eventually(() -> assertThat(refused(outside, room)).isEqualTo(2L * outside.size()));
    assertThat(in(clients, room)).isEqualTo(CAPACITY);
  }

  @Test
  void seatsThatAreLeftOnOneNodeAreTakenOnAnother() {
    RoomName room = cluster.roomOn(cluster.node(0), "chat");
    fill(cluster.node(0), on(0), room, ON_EACH, ON_EACH);
    fill(cluster.node(0), on(1), room, CAPACITY - ON_EACH, CAPACITY);

    leave(on(0), room);
    eventually(() -> assertThat(counted(cluster.node(0), room)).isEqualTo(CAPACITY - ON_EACH));

    fill(cluster.node(0), on(2), room, ON_EACH, CAPACITY);
  }

  @Test
  void aRoomThatBeginsAnewKnowsWhoIsInBeforeItLetsAnybodyIn() {
    FabricNode home = cluster.node(0);
    RoomName room = cluster.roomOn(home, "chat");
    fill(home, on(1), room, ON_EACH, ON_EACH);
    for (int i = 0; i < 5; i++) {
      int before = i;
      home.rooms.tell(room, new ToRoom.Stop());
      wish(on(0), room);
      eventually(
          () ->
              assertThat(refused(on(0), room))
                  .isEqualTo((before + 1L) * (2L * ON_EACH - CAPACITY)));
      assertThat(in(clients, room)).isEqualTo(CAPACITY);
      leave(on(0), room);
      eventually(() -> assertThat(counted(home, room)).isEqualTo(ON_EACH));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"claim-seats/1", "seats-granted/1", "attach/1", "attached/1"})
  void whatIsLostBetweenNodesDoesNotOverfillARoom(String manifest) {
    RoomName room = cluster.roomOn(cluster.node(0), "chat");
    AtomicInteger left = LossySerializer.lose(manifest, 3);

    fill(cluster.node(0), clients, room, CAPACITY, CAPACITY);

    assertThat(left.get()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "claim-seats/1",
        "seats-granted/1",
        "tell-seats/1",
        "attach/1",
        "attached/1",
        "attended/1"
      })
  void whatIsLostBetweenNodesKeepsNoSeatEmptyForLong(String manifest) {
    RoomName room = cluster.roomOn(cluster.node(1), "chat");
    fill(cluster.node(1), on(0), room, ON_EACH, ON_EACH);
    fill(cluster.node(1), on(1), room, CAPACITY - ON_EACH, CAPACITY);
    AtomicInteger left = LossySerializer.lose(manifest, 2);

    leave(on(0), room);
    Awaitility.await()
        .pollInterval(Duration.ofMillis(200))
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              wishAndHear(outside(on(2), room), room);
              assertThat(in(on(2), room)).isEqualTo(ON_EACH);
            });

    assertThat(left.get()).isZero();
    wishAndHear(outside(clients, room), room);
    assertThat(in(clients, room)).isEqualTo(CAPACITY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tell-seats/1", "nobody/1"})
  void aNodeWithoutMembersIsAskedUntilItsAnswerIsHeard(String manifest) {
    RoomName room = cluster.roomOn(cluster.node(0), "chat");
    AtomicInteger left = LossySerializer.lose(manifest, 2);

    fill(cluster.node(0), on(1), room, ON_EACH, ON_EACH);

    assertThat(left.get()).isZero();
  }

  private static List<FabricClient> outside(List<FabricClient> clients, RoomName room) {
    return clients.stream().filter(client -> in(List.of(client), room) == 0).toList();
  }

  private static void wishAndHear(List<FabricClient> clients, RoomName room) {
    long before = refused(clients, room);
    wish(clients, room);
    eventually(
        () ->
            assertThat(refused(clients, room) + in(clients, room))
                .isEqualTo(before + clients.size()));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void aNodeThatDiesFreesItsSeatsAndNoMore(int dies) {
    try (FabricCluster cluster = FabricCluster.of(3, SETTINGS)) {
      List<FabricClient> clients = clients(cluster.nodes);
      RoomName room = cluster.roomOn(cluster.node(0), "chat");
      List<FabricClient> dying = every(clients, 3, dies);
      List<FabricClient> stay = every(clients, 3, 1);
      List<FabricClient> late = every(clients, 3, 2 - dies);
      fill(cluster.node(0), dying, room, ON_EACH, ON_EACH);
      fill(cluster.node(0), stay, room, CAPACITY - ON_EACH, CAPACITY);

      cluster.node(dies).kill();
      cluster.awaitWhole();
      FabricNode left = cluster.node(1);
      eventually(() -> assertThat(counted(left, room)).isEqualTo(CAPACITY - ON_EACH));

      fill(left, late, room, ON_EACH, CAPACITY);
      wishAndHear(outside(stay, room), room);
      assertThat(in(stay, room)).isEqualTo(CAPACITY - ON_EACH);
    }
  }

  @Test
  void aRoomThatMovesToANodeThatComesIsNotOverfilled() {
    try (FabricCluster cluster = FabricCluster.of(2, SETTINGS)) {
      List<FabricClient> clients = clients(cluster.nodes);
      List<RoomName> rooms = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        rooms.add(new RoomName("chat:" + i));
      }
      List<FabricClient> first = every(clients, 2, 0);
      for (RoomName room : rooms) {
        fill(cluster.node(0), first, room, ON_EACH, ON_EACH);
      }

      FabricNode comes = cluster.start();
      cluster.awaitWhole();
      List<FabricClient> others = clients(List.of(comes));
      others.addAll(every(clients, 2, 1));

      for (RoomName room : rooms) {
        fill(comes, others, room, CAPACITY - ON_EACH, CAPACITY);
      }
    }
  }
}
