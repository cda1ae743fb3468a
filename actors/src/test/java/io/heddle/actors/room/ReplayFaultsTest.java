package io.heddle.actors.room;

import static io.heddle.actors.testing.World.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.protocol.CloseCode;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.RoomReply;
import io.heddle.actors.protocol.StartFrom;
import io.heddle.actors.protocol.ToLocalRooms;
import io.heddle.actors.testing.FakeSocket;
import io.heddle.actors.testing.World;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes wrong while a member is being sent what it missed. */
class ReplayFaultsTest {
  private static final RoomName ROOM = new RoomName("chat:42");
  private static final RoomName ALICES = new RoomName("user:alice");
  private static final String LOST = "unsubscribed chat:42 insufficient_state";

  /** How long a log may fail one replay. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final World world =
      World.with(
          "HEDDLE_ROOMS_TAIL", "5",
          "HEDDLE_ROOMS_LINGER", "50ms",
          "HEDDLE_ROOMS_IDLE_AFTER", "200ms",
          "HEDDLE_ROOMS_PUBLISH_TIMEOUT", "1s",
          "HEDDLE_ROOMS_PUBLISH_RETRY", "100ms");

  private final FakeSocket alice = FakeSocket.of("alice");

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void aLogThatFailsForLongIsToldToTheClient() {
    isBehind(published(ROOM, 150), 10);
    world.log.failReads(Integer.MAX_VALUE);
    alice.quick();

    eventually(() -> assertThat(alice.lines()).last().isEqualTo(LOST));
    eventually(() -> assertThat(alice.replies()).last().isEqualTo(new RoomReply.Ousted(ROOM)));
    assertThat(world.count(ROOM)).isZero();
    assertThat(world.counter("heddle.room.recoveries", "outcome", "unreadable")).isEqualTo(1);
  }

  @Test
  void aLogThatFailsNowAndThenIsForgivenEachTime() {
    isBehind(published(ROOM, 200), 10);
    alice.drain(64);
    eventually(() -> assertThat(alice.isWaitedFor()).isTrue());
    world.log.failReads(1);
    alice.drain(6);
    eventually(() -> assertThat(alice.lines("chat:42")).hasSize(70));
    eventually(() -> assertThat(alice.isWaitedFor()).isTrue());
    long over = System.nanoTime() + PATIENCE.toNanos();
    eventually(() -> assertThat(System.nanoTime()).isGreaterThan(over));
    alice.drain(58);
    eventually(() -> assertThat(alice.lines("chat:42")).hasSize(128));
    eventually(() -> assertThat(alice.isWaitedFor()).isTrue());
    world.log.failReads(1);
    alice.quick();

    eventually(() -> assertThat(alice.lines()).last().isEqualTo("chat:42 200 200"));
    assertThat(alice.lines("chat:42")).hasSize(190);
  }

  @Test
  void aLogThatFailsForLongClosesWhoIsInARoomOfTheServers() {
    Position head = published(ALICES, 150);
    alice.slow();
    world.tell(
        new ToLocalRooms.Enter(
            List.of(ALICES),
            alice,
            Map.of(ALICES, new StartFrom.After(new Position(head.epoch(), 10)))));
    eventually(() -> assertThat(alice.isWaitedFor()).isTrue());
    world.log.failReads(Integer.MAX_VALUE);
    alice.quick();

    eventually(() -> assertThat(alice.closed()).contains(CloseCode.SLOW_CONSUMER));
  }

  @Test
  void aRoomOfTheServersThatGoesToRestDuringAReplayKeepsItsReplay() {
    Position head = published(ALICES, 50);
    alice.slow();
    world.tell(
        new ToLocalRooms.Enter(
            List.of(ALICES),
            alice,
            Map.of(ALICES, new StartFrom.After(new Position(head.epoch(), 10)))));
    eventually(() -> assertThat(alice.isWaitedFor()).isTrue());
    eventually(() -> assertThat(world.region.awake()).doesNotContain(ALICES));
    alice.drain(20);
    eventually(() -> assertThat(alice.lines()).hasSize(20));
    world.published(ALICES, "51", false);
    alice.quick();

    eventually(() -> assertThat(alice.lines()).hasSize(41));
    assertThat(alice.lines().getFirst()).isEqualTo("user:alice 11 11");
    assertThat(alice.lines().getLast()).isEqualTo("user:alice 51 51");
  }

  @Test
  void anotherEpochInTheMiddleIsToldAndNothingOfItIsSent() {
    Position head = published(ROOM, 50);
    isBehind(head, 10);
    alice.drain(5);
    eventually(() -> assertThat(alice.isWaitedFor()).isTrue());
    world.region.kill(ROOM);
    world.log.renew(ROOM, head.plus(1)).toCompletableFuture().join();
    world.published(ROOM, "1", false);
    eventually(() -> assertThat(alice.lines()).last().isEqualTo(LOST));
    alice.quick();

    eventually(() -> assertThat(world.count(ROOM)).isZero());
    assertThat(alice.lines("chat:42"))
        .containsExactly(
            "chat:42 11 11", "chat:42 12 12", "chat:42 13 13", "chat:42 14 14", "chat:42 15 15");
    assertThat(alice.lines()).last().isEqualTo(LOST);
  }

  @Test
  void anotherEpochWhileTheLogIsReadIsNotRecovered() {
    Position head = published(ROOM, 50);
    FakeSocket bob = FakeSocket.of("bob");
    world.subscribe(ROOM, bob);
    eventually(() -> assertThat(bob.replies()).hasSize(1));
    world.log.holdReads();
    world.subscribe(ROOM, alice, new StartFrom.After(new Position(head.epoch(), 10)));
    assertThat(world.count(ROOM)).isEqualTo(1);
    world.region.kill(ROOM);
    world.log.renew(ROOM, head.plus(1)).toCompletableFuture().join();
    world.log.releaseReads();
    world.published(ROOM, "1", false);

    eventually(() -> assertThat(bob.lines()).last().isEqualTo(LOST));
    eventually(() -> assertThat(alice.lines()).isNotEmpty());
    boolean recovered = alice.lines().getFirst().endsWith(" recovered");
    if (recovered) {
      assertThat(alice.lines()).last().isEqualTo(LOST);
    } else {
      assertThat(alice.lines("chat:42")).allMatch(line -> line.startsWith("chat:42 1 "));
    }
  }

  @Test
  void whoDiesDuringAReplayLeavesNothing() {
    isBehind(published(ROOM, 50), 10);
    world.exit(ROOM, alice);
    assertThat(world.count(ROOM)).isZero();
    alice.quick();

    eventually(() -> assertThat(rooms()).isZero());
    assertThat(alice.lines("chat:42")).isEmpty();
  }

  @Test
  void whoDiesWhileTheLogIsReadLeavesNothing() {
    Position head = published(ROOM, 50);
    world.log.holdReads();
    world.subscribe(ROOM, alice, new StartFrom.After(new Position(head.epoch(), 10)));
    assertThat(world.count(ROOM)).isZero();
    world.exit(ROOM, alice);
    assertThat(world.count(ROOM)).isZero();
    world.log.releaseReads();

    eventually(() -> assertThat(rooms()).isZero());
    assertThat(alice.lines()).isEmpty();
    assertThat(alice.replies()).isEmpty();
  }

  @Test
  void whoLeavesAndComesBackInOneBreathIsSentTheNewReplayOnly() {
    Position head = published(ROOM, 50);
    isBehind(head, 10);
    world.unsubscribe(ROOM, alice);
    world.subscribe(ROOM, alice, new StartFrom.After(new Position(head.epoch(), 47)));
    eventually(() -> assertThat(alice.lines("subscribed")).hasSize(2));
    alice.quick();

    eventually(
        () ->
            assertThat(alice.lines())
                .containsExactly(
                    "subscribed chat:42 50 1 recovered",
                    "unsubscribed chat:42",
                    "subscribed chat:42 50 1 recovered",
                    "chat:42 48 48",
                    "chat:42 49 49",
                    "chat:42 50 50"));
  }

  @Test
  void aNodeThatStopsDoesNotWaitForAReplay() {
    isBehind(published(ROOM, 50), 10);
    world.tell(new ToLocalRooms.Drain(List.of(ROOM), alice));

    eventually(() -> assertThat(alice.replies()).last().isEqualTo(new RoomReply.Drained(1)));
  }

  /** Alice is behind an offset, and takes nothing. */
  private void isBehind(Position head, long offset) {
    alice.slow();
    world.subscribe(ROOM, alice, new StartFrom.After(new Position(head.epoch(), offset)));
    eventually(() -> assertThat(alice.isWaitedFor()).isTrue());
  }

  private int rooms() {
    TestProbe<Integer> probe = world.kit.createTestProbe();
    world.tell(new ToLocalRooms.CountRooms(probe.getRef()));
    return probe.receiveMessage();
  }

  private Position published(RoomName room, int count) {
    Optional<Position> head = Optional.empty();
    for (int i = 1; i <= count; i++) {
      head = Optional.of(world.published(room, Integer.toString(i), false).position());
    }
    return head.orElseThrow();
  }
}
