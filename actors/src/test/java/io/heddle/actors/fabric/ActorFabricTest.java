package io.heddle.actors.fabric;

import static io.heddle.actors.testing.World.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.Caller;
import io.heddle.actors.protocol.ClientCommand;
import io.heddle.actors.protocol.ClientId;
import io.heddle.actors.protocol.ClientReply;
import io.heddle.actors.protocol.ClientReply.Why;
import io.heddle.actors.protocol.CloseCode;
import io.heddle.actors.protocol.ConnectionOrder;
import io.heddle.actors.protocol.CorrelationId;
import io.heddle.actors.protocol.Identity;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.ToNode;
import io.heddle.actors.protocol.ToPublisher;
import io.heddle.actors.testing.FakeSocket;
import io.heddle.actors.testing.World;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ActorFabricTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final RoomName CHAT = new RoomName("chat:1");

  private final World world =
      World.with("HEDDLE_RATE_LIMIT", "off", "HEDDLE_WEBSOCKET_COMMANDS_IN_FLIGHT", "2");
  private final Fabric fabric = world.fabric;

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void publishesToRoomsUsersEverybodyAndOneConnection() {
    FakeSocket alice = open("alice");
    subscribe(alice, CHAT);
    fabric.publish("chat:1", "message", "1");
    fabric.publish(CHAT, "message", Payload.of("2"), "k");
    ToPublisher.Answer again = join(fabric.publish(CHAT, "message", Payload.of("2"), "k"));
    fabric.toUser("alice", "note", Payload.of("3"));
    fabric.broadcast("note", Payload.of("4"));
    assertThat(join(fabric.toConnection(alice.clientId(), "note", Payload.of("5")))).isEqualTo(1);
    assertThat(join(fabric.toConnection(ClientId.random(), "note", Payload.of("5")))).isZero();

    assertThat(again)
        .isInstanceOfSatisfying(
            ToPublisher.Done.class, done -> assertThat(done.receipt().duplicate()).isTrue());
    expect(alice, "chat:1 1 1", "chat:1 2 2", "user:alice 1 3", "system 1 4", "direct 5");
    assertThat(alice.lines("chat:1 ")).hasSize(2);
  }

  @Test
  void aReservedTypeABadNameAndBadJsonAreRefusedAtOnce() {
    assertThatThrownBy(() -> fabric.publish("chat:1", "error", "1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'error'");
    assertThatThrownBy(() -> fabric.publish(":", "x", "1"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> fabric.publish("chat:1", "x", "{"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("invalid JSON");
    assertThatThrownBy(() -> fabric.toUser("", "x", Payload.of("1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("user id");
    assertThatThrownBy(
            () -> fabric.ask(ClientId.random(), "x", Payload.of("1"), Duration.ofHours(2)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> fabric.ask(ClientId.random(), "a b", Payload.of("1"), LONG))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aClientThatIsAskedAnswersWithDataOrAnError() {
    FakeSocket alice = open("alice");
    CompletionStage<ClientReply> first = ask(alice, LONG);
    CompletionStage<ClientReply> second = ask(alice, LONG);
    expect(alice, "request where {\"a\":1} #\"s1\"", "request where {\"a\":1} #\"s2\"");
    reply(alice, "\"s2\"", new ClientReply.Refused(Payload.of("\"no\"")));
    reply(alice, "\"s1\"", new ClientReply.Answered(Payload.of("7")));

    assertThat(join(first)).isEqualTo(new ClientReply.Answered(Payload.of("7")));
    assertThat(join(second)).isEqualTo(new ClientReply.Refused(Payload.of("\"no\"")));
    eventually(() -> assertThat(alice.handled()).isEqualTo(2));
  }

  @Test
  void aReplyThatNobodyAskedForIsIgnoredAndCounted() {
    FakeSocket alice = open("alice");
    reply(alice, "\"s1\"", new ClientReply.Answered(Payload.of("7")));

    eventually(() -> assertThat(requests("unasked")).isEqualTo(1));
    eventually(() -> assertThat(alice.handled()).isEqualTo(1));
    assertThat(alice.lines()).hasSize(1);
  }

  @Test
  void aClientThatDoesNotAnswerInTimeHasNotAnswered() {
    FakeSocket alice = open("alice");
    assertThat(join(ask(alice, Duration.ofMillis(20)))).isEqualTo(unanswered(Why.TIMED_OUT));
    reply(alice, "\"s1\"", new ClientReply.Answered(Payload.of("7")));

    eventually(() -> assertThat(requests("unasked")).isEqualTo(1));
    assertThat(requests("timeout")).isEqualTo(1);
  }

  @Test
  void aClientThatIsGoneOrGoesHasNotAnswered() {
    FakeSocket alice = open("alice");
    CompletionStage<ClientReply> reply = ask(alice, LONG);
    expect(alice, "request where {\"a\":1} #\"s1\"");
    alice.actor().tell(new ConnectionOrder.SocketClosed());

    assertThat(join(reply)).isEqualTo(unanswered(Why.GONE));
    assertThat(join(ask(new FakeSocket(), LONG))).isEqualTo(unanswered(Why.GONE));
  }

  @Test
  void onlySoManyRequestsOfAConnectionAreOpenAtOnce() {
    FakeSocket alice = open("alice");
    CompletionStage<ClientReply> first = ask(alice, LONG);
    CompletionStage<ClientReply> second = ask(alice, LONG);
    expect(alice, "request where {\"a\":1} #\"s2\"");

    assertThat(join(ask(alice, LONG))).isEqualTo(unanswered(Why.TOO_MANY));
    assertThat(first.toCompletableFuture()).isNotDone();
    assertThat(second.toCompletableFuture()).isNotDone();
  }

  @Test
  void aUserWhoIsJoinedHearsARoomOnEveryConnectionAndCannotLeaveIt() {
    FakeSocket phone = open("alice");
    FakeSocket desk = open("alice");
    FakeSocket bob = open("bob");
    assertThat(join(fabric.join("alice", CHAT))).isEqualTo(2);
    expect(phone, "room_update chat:1 joined");
    expect(desk, "room_update chat:1 joined");
    eventually(() -> assertThat(world.count(CHAT)).isEqualTo(2));
    world.published(CHAT, "1", false);
    expect(phone, "chat:1 1 1");
    expect(desk, "chat:1 1 1");
    tell(phone, new ClientCommand.Unsubscribe(List.of(CHAT), Optional.empty()));

    expect(phone, "error forbidden chat:1");
    assertThat(bob.lines()).hasSize(1);
    assertThat(join(fabric.join("nobody", CHAT))).isZero();
  }

  @Test
  void aUserWhoIsTakenOutHearsNoMoreWhoeverJoined() {
    FakeSocket phone = open("alice");
    FakeSocket desk = open("alice");
    subscribe(phone, CHAT);
    join(fabric.join("alice", CHAT));
    expect(desk, "room_update chat:1 joined");
    eventually(() -> assertThat(world.count(CHAT)).isEqualTo(2));
    join(fabric.leave("alice", CHAT));

    expect(phone, "room_update chat:1 left");
    expect(desk, "room_update chat:1 left");
    eventually(() -> assertThat(world.count(CHAT)).isZero());
    subscribe(phone, CHAT);
    join(fabric.leave("bob", CHAT));
    assertThat(world.count(CHAT)).isEqualTo(1);
  }

  @Test
  void onlyTheServerItselfFillsUsersRoomsAndEverybodys() {
    assertThatThrownBy(() -> fabric.join("alice", new RoomName("user:bob")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> fabric.leave("alice", RoomName.SYSTEM))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void countsAndDisconnectsAUser() {
    FakeSocket phone = open("alice");
    FakeSocket desk = open("alice");
    assertThat(join(fabric.countUser("alice"))).isEqualTo(2);
    assertThat(join(fabric.disconnectUser("alice", CloseCode.DISCONNECTED, "bye"))).isEqualTo(2);

    assertThat(phone.closed()).contains(CloseCode.DISCONNECTED);
    assertThat(desk.closed()).contains(CloseCode.DISCONNECTED);
  }

  @Test
  void aListenerHearsWhatAConnectionDoesInOrder() {
    List<String> heard = new CopyOnWriteArrayList<>();
    try (Registration _ = fabric.listen(recorder(heard))) {
      FakeSocket alice = open("alice");
      subscribe(alice, CHAT);
      tell(alice, new ClientCommand.Unsubscribe(List.of(CHAT), Optional.empty()));
      expect(alice, "unsubscribed chat:1");
      join(fabric.join("alice", CHAT));
      expect(alice, "room_update chat:1 joined");
      alice.actor().tell(new ConnectionOrder.SocketClosed());
      eventually(
          () ->
              assertThat(heard)
                  .containsExactly(
                      "alice connected",
                      "alice subscribed chat:1",
                      "alice unsubscribed chat:1",
                      "alice subscribed chat:1",
                      "alice disconnected"));
    }
    open("bob");
    assertThat(heard).hasSize(5);
  }

  @Test
  void aListenerThatFailsHearsTheNextThingAndHarmsNoOther() {
    List<String> heard = new CopyOnWriteArrayList<>();
    fabric.listen(
        new ConnectionListener() {
          @Override
          public void connected(Caller caller) {
            throw new IllegalStateException("of the test");
          }

          @Override
          public void disconnected(Caller caller) {
            heard.add("still here");
          }
        });
    FakeSocket alice = open("alice");
    alice.actor().tell(new ConnectionOrder.SocketClosed());

    eventually(() -> assertThat(heard).containsExactly("still here"));
    assertThat(world.counter("heddle.listener.calls", "outcome", "failed")).isEqualTo(1);
  }

  private static ConnectionListener recorder(List<String> heard) {
    return new ConnectionListener() {
      @Override
      public void connected(Caller caller) {
        heard.add(user(caller) + " connected");
      }

      @Override
      public void disconnected(Caller caller) {
        heard.add(user(caller) + " disconnected");
      }

      @Override
      public void subscribed(Caller caller, RoomName room) {
        heard.add(user(caller) + " subscribed " + room);
      }

      @Override
      public void unsubscribed(Caller caller, RoomName room) {
        heard.add(user(caller) + " unsubscribed " + room);
      }
    };
  }

  private static String user(Caller caller) {
    return caller.identity().userId().orElse("-");
  }

  private FakeSocket open(String user) {
    FakeSocket socket = new FakeSocket();
    world.node.tell(new ToNode.Open(socket, Optional.of(Identity.user(user)), false));
    eventually(() -> assertThat(socket.lines("connected")).hasSize(1));
    return socket;
  }

  private static void subscribe(FakeSocket socket, RoomName room) {
    int before = socket.lines("subscribed " + room).size();
    tell(socket, new ClientCommand.Subscribe(List.of(room), Optional.empty()));
    eventually(() -> assertThat(socket.lines("subscribed " + room)).hasSize(before + 1));
  }

  private static void tell(FakeSocket socket, ClientCommand command) {
    socket.actor().tell(command);
  }

  private static void reply(FakeSocket socket, String id, ClientReply reply) {
    tell(socket, new ClientCommand.Reply(new CorrelationId(Payload.of(id)), reply));
  }

  private CompletionStage<ClientReply> ask(FakeSocket socket, Duration timeout) {
    return fabric.ask(socket.clientId(), "where", Payload.of("{\"a\":1}"), timeout);
  }

  private static ClientReply unanswered(Why why) {
    return new ClientReply.Unanswered(why);
  }

  private double requests(String outcome) {
    return world.counter("heddle.requests", "outcome", outcome);
  }

  private static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  private static void expect(FakeSocket socket, String... lines) {
    eventually(() -> assertThat(socket.lines()).contains(lines));
  }
}
