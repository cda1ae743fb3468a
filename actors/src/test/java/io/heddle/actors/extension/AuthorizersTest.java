package io.heddle.actors.extension;

import static io.heddle.actors.testing.World.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.Caller;
import io.heddle.actors.protocol.ClientCommand;
import io.heddle.actors.protocol.ConnectionOrder;
import io.heddle.actors.protocol.CorrelationId;
import io.heddle.actors.protocol.Identity;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.RoomVerdict;
import io.heddle.actors.protocol.ToNode;
import io.heddle.actors.testing.FakeSocket;
import io.heddle.actors.testing.World;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AuthorizersTest {
  /** Answers what the test has put there for a question, and keeps what it was asked. */
  private static final class Scripted implements RoomAuthorizer {
    final List<String> asked = new CopyOnWriteArrayList<>();
    final Map<String, CompletionStage<RoomVerdict>> verdicts = new ConcurrentHashMap<>();

    Scripted say(String question, RoomVerdict verdict) {
      verdicts.put(question, CompletableFuture.completedFuture(verdict));
      return this;
    }

    private CompletionStage<RoomVerdict> answer(String question) {
      asked.add(question);
      return verdicts.getOrDefault(
          question, CompletableFuture.completedFuture(RoomVerdict.ABSTAIN));
    }

    @Override
    public CompletionStage<RoomVerdict> subscribe(Caller caller, RoomName room) {
      return answer("subscribe " + room);
    }

    @Override
    public CompletionStage<RoomVerdict> publish(Caller caller, RoomName room) {
      return answer("publish " + room);
    }
  }

  private final Scripted authorizer = new Scripted();

  @Test
  void oneThatAllowsIsStrongerThanThePolicyAndOneThatDeniesToo() {
    authorizer
        .say("subscribe group:x", RoomVerdict.ALLOW)
        .say("publish group:x", RoomVerdict.ALLOW)
        .say("subscribe chat:2", RoomVerdict.DENY);
    try (World world = world(authorizer)) {
      FakeSocket alice = open(world);
      subscribe(alice, "group:x", "chat:1", "chat:2", "group:y");
      expect(alice, "subscribed group:x 0 1", "subscribed chat:1 0 1");
      expect(alice, "error forbidden chat:2", "error forbidden group:y");
      publish(alice, "group:x", 1);

      expect(alice, "published group:x 1 #1");
      eventually(() -> assertThat(alice.handled()).isEqualTo(2));
    }
  }

  @Test
  void aVerdictAboutPublishingHoldsUntilTheClientLeaves() {
    authorizer.say("publish chat:1", RoomVerdict.DENY);
    try (World world = world(authorizer)) {
      FakeSocket alice = open(world);
      subscribe(alice, "chat:1");
      publish(alice, "chat:1", 1);
      expect(alice, "error forbidden chat:1 #1");
      authorizer.say("publish chat:1", RoomVerdict.ALLOW);
      publish(alice, "chat:1", 2);
      expect(alice, "error forbidden chat:1 #2");
      tell(alice, new ClientCommand.Unsubscribe(rooms("chat:1"), Optional.empty()));
      subscribe(alice, "chat:1");
      publish(alice, "chat:1", 3);

      expect(alice, "published chat:1 1 #3");
      assertThat(authorizer.asked)
          .containsExactly(
              "subscribe chat:1", "publish chat:1", "subscribe chat:1", "publish chat:1");
    }
  }

  @Test
  void whatIsSaidWhileAVerdictIsAwaitedStaysInOrder() {
    CompletableFuture<RoomVerdict> verdict = new CompletableFuture<>();
    authorizer.verdicts.put("subscribe chat:1", verdict);
    try (World world = world(authorizer)) {
      FakeSocket alice = open(world);
      subscribe(alice, "chat:1");
      for (int i = 1; i <= 3; i++) {
        publish(alice, "chat:1", i);
      }
      tell(alice, new ClientCommand.Unsubscribe(rooms("chat:1"), Optional.empty()));
      tell(alice, new ClientCommand.Ping(Optional.empty()));
      eventually(() -> assertThat(authorizer.asked).contains("subscribe chat:1"));
      assertThat(alice.lines()).hasSize(1);
      verdict.complete(RoomVerdict.ALLOW);

      expect(alice, "unsubscribed chat:1", "pong");
      eventually(() -> assertThat(alice.handled()).isEqualTo(6));
      assertThat(authorizer.asked).containsExactly("subscribe chat:1", "publish chat:1");
    }
  }

  @Test
  void publishesKeepTheirOrderBehindTheirVerdict() {
    CompletableFuture<RoomVerdict> verdict = new CompletableFuture<>();
    authorizer.verdicts.put("publish chat:1", verdict);
    try (World world = world(authorizer)) {
      FakeSocket alice = open(world);
      subscribe(alice, "chat:1");
      for (int i = 1; i <= 5; i++) {
        publish(alice, "chat:1", i);
      }
      expect(alice, "subscribed chat:1 0 1");
      verdict.complete(RoomVerdict.ALLOW);

      eventually(
          () ->
              assertThat(alice.lines("chat:1"))
                  .containsExactly(
                      "chat:1 1 1", "chat:1 2 2", "chat:1 3 3", "chat:1 4 4", "chat:1 5 5"));
    }
  }

  @Test
  void oneThatFailsOrIsTooSlowDenies() {
    authorizer.verdicts.put("subscribe chat:1", new CompletableFuture<>());
    authorizer.verdicts.put(
        "subscribe chat:2", CompletableFuture.failedFuture(new IllegalStateException("no")));
    try (World world =
        World.with(ApplicationCode.authorizing(authorizer), "HEDDLE_EXTENSIONS_TIMEOUT", "20ms")) {
      FakeSocket alice = open(world);
      subscribe(alice, "chat:1", "chat:2");

      expect(alice, "error forbidden chat:1", "error forbidden chat:2");
      assertThat(world.counter("heddle.authorizer.calls", "outcome", "timeout")).isEqualTo(1);
      assertThat(world.counter("heddle.authorizer.calls", "outcome", "failed")).isEqualTo(1);
    }
  }

  @Test
  void aFaultDeniesOnePublishAndTheNextIsAskedAboutAgain() {
    authorizer.verdicts.put(
        "publish chat:1", CompletableFuture.failedFuture(new IllegalStateException("no")));
    try (World world = world(authorizer)) {
      FakeSocket alice = open(world);
      subscribe(alice, "chat:1");
      publish(alice, "chat:1", 1);
      expect(alice, "error forbidden chat:1 #1");
      authorizer.say("publish chat:1", RoomVerdict.ALLOW);
      publish(alice, "chat:1", 2);

      expect(alice, "published chat:1 1 #2");
    }
  }

  @Test
  void oneThatHasTooMuchToDoIsUnavailableForAMoment() {
    CountDownLatch free = new CountDownLatch(1);
    RoomAuthorizer slow =
        new RoomAuthorizer() {
          @Override
          public CompletionStage<RoomVerdict> subscribe(Caller caller, RoomName room) {
            awaitUninterruptibly(free);
            return CompletableFuture.completedFuture(RoomVerdict.ALLOW);
          }
        };
    try (World world =
        World.with(
            ApplicationCode.authorizing(slow),
            "HEDDLE_EXTENSIONS_THREADS",
            "1",
            "HEDDLE_EXTENSIONS_QUEUE",
            "1")) {
      FakeSocket alice = open(world);
      subscribe(alice, "chat:1", "chat:2", "chat:3");
      eventually(
          () ->
              assertThat(world.counter("heddle.authorizer.calls", "outcome", "overloaded"))
                  .isEqualTo(1));
      free.countDown();
      expect(alice, "subscribed chat:1 0 1", "subscribed chat:2 0 1", "error unavailable chat:3");
      subscribe(alice, "chat:3");

      expect(alice, "subscribed chat:3 0 1");
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void theRoomsOfOneCommandAreAskedAboutAFewAtATime() {
    AtomicInteger open = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    RoomAuthorizer counting =
        new RoomAuthorizer() {
          @Override
          public CompletionStage<RoomVerdict> subscribe(Caller caller, RoomName room) {
            most.accumulateAndGet(open.incrementAndGet(), Math::max);
            return CompletableFuture.supplyAsync(
                () -> {
                  open.decrementAndGet();
                  return RoomVerdict.ALLOW;
                },
                CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS));
          }
        };
    try (World world = world(counting)) {
      FakeSocket alice = open(world);
      String[] names = IntStream.range(0, 40).mapToObj(i -> "chat:" + i).toArray(String[]::new);
      subscribe(alice, names);

      eventually(() -> assertThat(alice.lines("subscribed")).hasSize(40));
      assertThat(most.get()).isLessThanOrEqualTo(8);
    }
  }

  @Test
  void aRoomThatIsNamedTwiceIsDeniedTwice() {
    authorizer.say("subscribe chat:1", RoomVerdict.DENY);
    try (World world = world(authorizer)) {
      FakeSocket alice = open(world);
      subscribe(alice, "chat:1", "chat:1");
      tell(alice, new ClientCommand.Ping(Optional.empty()));

      expect(alice, "pong");
      assertThat(alice.lines("error forbidden chat:1")).hasSize(2);
    }
  }

  @Test
  void ofSeveralOneThatDeniesDecides() {
    authorizer.say("subscribe chat:1", RoomVerdict.ALLOW);
    Scripted second = new Scripted().say("subscribe chat:1", RoomVerdict.DENY);
    try (World world = world(authorizer, second)) {
      FakeSocket alice = open(world);
      subscribe(alice, "chat:1");

      expect(alice, "error forbidden chat:1");
    }
  }

  @Test
  void aClientThatIsGoneBeforeTheVerdictLeavesNothingBehind() {
    CompletableFuture<RoomVerdict> verdict = new CompletableFuture<>();
    authorizer.verdicts.put("subscribe chat:1", verdict);
    try (World world = world(authorizer)) {
      FakeSocket alice = open(world);
      subscribe(alice, "chat:1");
      eventually(() -> assertThat(authorizer.asked).hasSize(1));
      alice.actor().tell(new ConnectionOrder.SocketClosed());
      verdict.complete(RoomVerdict.ALLOW);

      eventually(
          () -> assertThat(world.registry.get("heddle.connections").gauge().value()).isZero());
      assertThat(world.count(new RoomName("chat:1"))).isZero();
    }
  }

  private static World world(RoomAuthorizer... authorizers) {
    return World.with(ApplicationCode.authorizing(authorizers), "HEDDLE_RATE_LIMIT", "off");
  }

  private static FakeSocket open(World world) {
    FakeSocket socket = new FakeSocket();
    world.node.tell(new ToNode.Open(socket, Optional.of(Identity.user("alice")), false));
    eventually(() -> assertThat(socket.lines("connected")).hasSize(1));
    return socket;
  }

  private static void subscribe(FakeSocket socket, String... names) {
    tell(socket, new ClientCommand.Subscribe(rooms(names), Optional.empty()));
  }

  private static void publish(FakeSocket socket, String room, int data) {
    Payload json = Payload.of(Integer.toString(data));
    tell(
        socket,
        new ClientCommand.Publish(
            new RoomName(room),
            "message",
            json,
            Optional.empty(),
            Optional.empty(),
            Optional.of(new CorrelationId(json))));
  }

  private static List<RoomName> rooms(String... names) {
    return List.of(names).stream().map(RoomName::new).toList();
  }

  private static void tell(FakeSocket socket, ClientCommand command) {
    socket.actor().tell(command);
  }

  private static void expect(FakeSocket socket, String... lines) {
    eventually(() -> assertThat(socket.lines()).contains(lines));
  }
}
