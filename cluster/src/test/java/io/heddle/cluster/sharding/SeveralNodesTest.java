package io.heddle.cluster.sharding;

import static io.heddle.actors.testing.World.eventually;
import static io.heddle.cluster.sharding.FabricCluster.published;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.protocol.ClientCommand;
import io.heddle.actors.protocol.ClientReply;
import io.heddle.actors.protocol.CloseCode;
import io.heddle.actors.protocol.CorrelationId;
import io.heddle.actors.protocol.PresenceReply;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.testing.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What holds over several nodes, none of which goes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SeveralNodesTest {
  private FabricCluster cluster;

  @BeforeAll
  void start() {
    cluster = FabricCluster.of(3, "HEDDLE_AUTH_DIRECT", "shared-room");
  }

  @AfterAll
  void stop() {
    cluster.close();
  }

  private static String user() {
    return "u-" + UUID.randomUUID();
  }

  private List<FabricClient> oneOnEach() {
    List<FabricClient> clients = new ArrayList<>();
    cluster.nodes.forEach(node -> clients.add(node.connect(user())));
    return clients;
  }

  @Test
  void aPublicationReachesTheMembersOfAllNodesOnceAndInOrder() {
    for (FabricNode home : cluster.nodes) {
      RoomName room = cluster.roomOn(home, "chat");
      List<FabricClient> clients = oneOnEach();
      clients.forEach(client -> client.in(room));
      List<String> all = IntStream.rangeClosed(1, 30).mapToObj(Integer::toString).toList();
      for (int i = 0; i < all.size(); i++) {
        published(cluster.node(i % 3), room, all.get(i));
      }

      eventually(
          () ->
              assertThat(clients)
                  .allSatisfy(client -> assertThat(client.publications(room)).isEqualTo(all)));
    }
  }

  @Test
  void aPublisherHearsToHowManyConnectionsOfAllNodesItWent() {
    RoomName room = cluster.roomOn(cluster.node(1), "chat");
    oneOnEach().forEach(client -> client.in(room));

    assertThat(published(cluster.node(0), room, "1").receivers()).isEqualTo(3);
  }

  @Test
  void countsAndPresenceSeeAllNodes() {
    RoomName room = cluster.roomOn(cluster.node(2), "chat");
    List<FabricClient> clients = oneOnEach();
    clients.forEach(client -> client.in(room));
    FabricNode asked = cluster.node(0);

    eventually(
        () -> {
          assertThat(asked.fabric.count(room).toCompletableFuture().join()).isEqualTo(3);
          assertThat(asked.fabric.presence(room).toCompletableFuture().join())
              .isInstanceOfSatisfying(
                  PresenceReply.Present.class,
                  present -> {
                    assertThat(present.clientCount()).isEqualTo(3);
                    assertThat(present.users().orElseThrow()).hasSize(3);
                  });
        });
    FabricClient late = cluster.node(1).connect(user()).in(room);
    assertThat(late.heard("subscribed " + room)).allMatch(line -> line.endsWith(" 4"));
  }

  @Test
  void aRoomThatTheServerJoinsPeopleToWakesOnAllNodes() {
    String anna = user();
    List<FabricClient> clients = cluster.nodes.stream().map(node -> node.connect(anna)).toList();
    RoomName room = new RoomName("user:" + anna);

    assertThat(published(cluster.node(0), room, "1").receivers()).isEqualTo(3);
    published(cluster.node(1), room, "2");
    eventually(
        () ->
            assertThat(clients)
                .allSatisfy(
                    client -> assertThat(client.publications(room)).containsExactly("1", "2")));

    published(cluster.node(2), RoomName.SYSTEM, "\"" + anna + "\"");
    eventually(
        () ->
            assertThat(clients)
                .allSatisfy(
                    client ->
                        assertThat(client.publications(RoomName.SYSTEM))
                            .contains("\"" + anna + "\"")));
  }

  @Test
  void usersJoinAndLeaveGroupsOnAllNodes() {
    String anna = user();
    RoomName group = new RoomName("group:" + UUID.randomUUID());
    List<FabricClient> clients = cluster.nodes.stream().map(node -> node.connect(anna)).toList();

    assertThat(cluster.node(0).fabric.join(anna, group).toCompletableFuture().join()).isEqualTo(3);
    published(cluster.node(1), group, "1");
    eventually(
        () ->
            assertThat(clients)
                .allSatisfy(client -> assertThat(client.publications(group)).contains("1")));

    assertThat(cluster.node(2).fabric.leave(anna, group).toCompletableFuture().join()).isEqualTo(3);
    assertThat(published(cluster.node(1), group, "2").receivers()).isZero();
  }

  @Test
  void whatIsForOneConnectionReachesItOnAnotherNode() {
    FabricClient client = cluster.node(2).connect(user());
    FabricNode from = cluster.node(0);
    var id = client.socket().clientId();

    assertThat(from.fabric.toConnection(id, World.draft("7")).toCompletableFuture().join())
        .isEqualTo(1);
    eventually(() -> assertThat(client.heard("direct")).containsExactly("direct 7"));

    var answer =
        from.fabric
            .ask(id, "where", World.payload("{}"), Duration.ofSeconds(10))
            .toCompletableFuture();
    eventually(() -> assertThat(client.heard("request")).hasSize(1));
    String request = client.heard("request").getFirst();
    String number = request.substring(request.indexOf('#') + 1);
    client.says(
        new ClientCommand.Reply(
            new CorrelationId(World.payload(number)),
            new ClientReply.Answered(World.payload("\"here\""))));
    assertThat(answer.join()).isEqualTo(new ClientReply.Answered(World.payload("\"here\"")));

    assertThat(
            from.fabric.disconnect(id, CloseCode.DISCONNECTED, "bye").toCompletableFuture().join())
        .isEqualTo(1);
    eventually(() -> assertThat(client.closed()).contains(CloseCode.DISCONNECTED));
  }

  @Test
  void aDirectMessageOfAClientReachesItsPeerOnAnotherNode() {
    String anna = user();
    String ben = user();
    RoomName room = cluster.roomOn(cluster.node(1), "chat");
    FabricClient from = cluster.node(0).connect(anna).in(room);
    FabricClient to = cluster.node(2).connect(ben).in(room);

    from.says(
        new ClientCommand.Direct(
            new ClientCommand.ToUser(ben), "message", World.payload("1"), Optional.empty()));

    eventually(() -> assertThat(to.heard("direct")).containsExactly("direct 1"));
  }

  @Test
  void aRoomsMembersAreDisconnectedOnAllNodes() {
    RoomName room = cluster.roomOn(cluster.node(0), "chat");
    List<FabricClient> clients = oneOnEach();
    clients.forEach(client -> client.in(room));

    assertThat(
            cluster
                .node(1)
                .fabric
                .disconnect(room, CloseCode.DISCONNECTED, "closed")
                .toCompletableFuture()
                .join())
        .isEqualTo(3);
    eventually(
        () ->
            assertThat(clients)
                .allSatisfy(
                    client -> assertThat(client.closed()).contains(CloseCode.DISCONNECTED)));
  }

  @Test
  void theLoadOfAllNodesIsToldByEach() {
    oneOnEach();
    eventually(
        () ->
            assertThat(cluster.node(2).fabric.load().toCompletableFuture().join().connections())
                .isGreaterThanOrEqualTo(3));
  }
}
