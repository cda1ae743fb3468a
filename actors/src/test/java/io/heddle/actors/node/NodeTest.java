package io.heddle.actors.node;

import static io.heddle.actors.testing.World.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.ClientId;
import io.heddle.actors.protocol.ClientReply;
import io.heddle.actors.protocol.CloseCode;
import io.heddle.actors.protocol.ConnectionOrder;
import io.heddle.actors.protocol.Event;
import io.heddle.actors.protocol.Identity;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.ToNode;
import io.heddle.actors.testing.FakeSocket;
import io.heddle.actors.testing.TextEncoder;
import io.heddle.actors.testing.World;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NodeTest {
  private final World world = World.with("HEDDLE_LIMITS_MAX_CONNECTIONS", "2");

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void deliversToAConnectionThatIsHereAndSaysSo() {
    FakeSocket alice = open();
    TestProbe<Integer> answer = world.kit.createTestProbe();
    Event pong = new Event.Pong(Optional.empty());
    world.node.tell(new ToNode.Deliver(alice.clientId(), pong, answer.getRef()));
    assertThat(answer.receiveMessage()).isEqualTo(1);
    eventually(() -> assertThat(alice.lines()).contains("pong"));

    world.node.tell(new ToNode.Deliver(ClientId.random(), pong, answer.getRef()));
    assertThat(answer.receiveMessage()).isZero();
  }

  @Test
  void disconnectsAConnection() {
    FakeSocket alice = open();
    TestProbe<Integer> answer = world.kit.createTestProbe();
    world.node.tell(
        new ToNode.Disconnect(alice.clientId(), CloseCode.DISCONNECTED, "bye", answer.getRef()));

    assertThat(answer.receiveMessage()).isEqualTo(1);
    eventually(() -> assertThat(alice.closed()).contains(CloseCode.DISCONNECTED));
  }

  @Test
  void sweepsEverySocket() {
    FakeSocket alice = open();
    world.node.tell(new ToNode.Sweep());

    eventually(() -> assertThat(alice.sweeps()).isPositive());
  }

  @Test
  void refusesMoreConnectionsThanItMayHaveUntilOneHasEnded() {
    FakeSocket alice = open();
    open();
    FakeSocket third = new FakeSocket();
    tryOpen(third);
    eventually(() -> assertThat(third.closed()).contains(CloseCode.SERVER_FULL));
    assertThat(world.counter("heddle.connections.refused", "reason", "full")).isEqualTo(1);
    assertThat(third.lines()).containsExactly("error server_full");

    end(alice);
    eventually(() -> assertThat(load().connections()).isEqualTo(1));
    open();
  }

  @Test
  void sweepsThoseItRefusedSoThatNoneStays() {
    open();
    open();
    FakeSocket third = new FakeSocket();
    tryOpen(third);
    world.node.tell(new ToNode.Sweep());

    eventually(() -> assertThat(third.sweeps()).isPositive());
  }

  @Test
  void answersADrainWhenAllAreGoneAndTakesNobodyMeanwhile() {
    FakeSocket alice = open();
    TestProbe<Done> drained = world.kit.createTestProbe();
    world.node.tell(new ToNode.Drain(Duration.ofSeconds(20), drained.getRef()));
    eventually(() -> assertThat(alice.closed()).contains(CloseCode.RESTARTING));
    FakeSocket late = new FakeSocket();
    tryOpen(late);
    eventually(() -> assertThat(late.closed()).contains(CloseCode.RESTARTING));
    drained.expectNoMessage();
    end(alice);

    drained.expectMessage(Done.getInstance());
  }

  @Test
  void whoIsAskedToMoveHearsEverythingUntilItEnds() {
    world.addNode();
    FakeSocket alice = open();
    RoomName room = new RoomName("chat:1");
    world.subscribe(room, alice);
    eventually(() -> assertThat(alice.lines("subscribed")).hasSize(1));
    TestProbe<Done> drained = world.kit.createTestProbe();
    world.node.tell(new ToNode.Drain(Duration.ofSeconds(20), drained.getRef()));
    eventually(() -> assertThat(alice.lines("reconnect")).hasSize(1));
    world.published(room, "1", false);

    eventually(() -> assertThat(alice.lines("chat")).containsExactly("chat:1 1 1"));
    assertThat(alice.closed()).isEmpty();
    eventually(() -> assertThat(alice.closed()).contains(CloseCode.RESTARTING));
    assertThat(alice.lines("reconnect")).hasSize(1);
    end(alice);
    drained.expectMessage(Done.getInstance());
  }

  @Test
  void aNodeReportsWhatItHoldsAndThatItLeaves() {
    open();
    TestProbe<ToNode.NodeReport> reports = world.kit.createTestProbe();
    world.node.tell(new ToNode.Report(reports.getRef()));
    ToNode.NodeReport serving = reports.receiveMessage();
    assertThat(serving.leaving()).isFalse();
    assertThat(serving.connections()).isEqualTo(1);
    assertThat(serving.seats()).isPositive();
    world.node.tell(new ToNode.Leaving());
    world.node.tell(new ToNode.Report(reports.getRef()));

    assertThat(reports.receiveMessage())
        .isEqualTo(new ToNode.NodeReport(serving.node(), true, 1, 0, 0, serving.policies()));
  }

  @Test
  void anEmptyNodeIsDrainedAtOnce() {
    TestProbe<Done> drained = world.kit.createTestProbe();
    world.node.tell(new ToNode.Drain(Duration.ofSeconds(20), drained.getRef()));

    drained.expectMessage(Done.getInstance());
  }

  @Test
  void whatIsAskedInTheMomentAConnectionEndsHasNoAnswerAtOnce() {
    FakeSocket alice = open();
    open();
    CountDownLatch free = new CountDownLatch(1);
    CountDownLatch busy = new CountDownLatch(1);
    tryOpen(
        new FakeSocket(
            event -> {
              busy.countDown();
              awaitUninterruptibly(free);
              return TextEncoder.SHARED.encode(event);
            }));
    awaitUninterruptibly(busy);
    TestProbe<ClientReply> answer = world.kit.createTestProbe();
    Payload data = Payload.of("1");
    world.node.tell(
        new ToNode.Ask(alice.clientId(), "where", data, Duration.ofHours(1), answer.getRef()));
    end(alice);
    answer.expectTerminated(alice.actor(), Duration.ofSeconds(20));
    free.countDown();

    ClientReply gone = new ClientReply.Unanswered(ClientReply.Why.GONE);
    assertThat(answer.receiveMessage(Duration.ofSeconds(20))).isEqualTo(gone);
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private FakeSocket open() {
    FakeSocket socket = new FakeSocket();
    tryOpen(socket);
    eventually(() -> assertThat(socket.lines("connected")).hasSize(1));
    return socket;
  }

  private void tryOpen(FakeSocket socket) {
    world.node.tell(new ToNode.Open(socket, Optional.of(Identity.ANONYMOUS), false));
  }

  private void end(FakeSocket socket) {
    socket.actor().tell(new ConnectionOrder.SocketClosed());
  }

  private ToNode.NodeLoad load() {
    TestProbe<ToNode.NodeLoad> probe = world.kit.createTestProbe();
    world.node.tell(new ToNode.Load(probe.getRef()));
    return probe.receiveMessage();
  }
}
