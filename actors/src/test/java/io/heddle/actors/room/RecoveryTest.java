package io.heddle.actors.room;

import static io.heddle.actors.testing.World.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.protocol.ErrorCode;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.RoomReply;
import io.heddle.actors.protocol.StartFrom;
import io.heddle.actors.testing.FakeSocket;
import io.heddle.actors.testing.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecoveryTest {
  private static final RoomName ROOM = new RoomName("chat:42");
  private static final int KEPT = 200;

  private final World world =
      World.with(
          "HEDDLE_ROOMS_TAIL", "10",
          "HEDDLE_ROOMS_LINGER", "50ms",
          "HEDDLE_ROOMS_PUBLISH_TIMEOUT", "1s",
          "HEDDLE_ROOMS_PUBLISH_RETRY", "100ms",
          "HEDDLE_NAMESPACES_CHAT_HISTORY_SIZE", Integer.toString(KEPT));

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void aReconnectingClientMissesNothing() {
    Position head = published(1, 30);
    FakeSocket alice = subscribed("alice", after(head, 20));
    eventually(() -> assertThat(alice.lines()).isNotEmpty());
    published(31, 31);

    expect(alice, "subscribed chat:42 30 1 recovered", 21, 31);
  }

  @Test
  void nothingMissedIsASuccess() {
    Position head = published(1, 3);
    FakeSocket alice = subscribed("alice", after(head, 3));
    eventually(() -> assertThat(alice.lines()).isNotEmpty());
    published(4, 4);

    expect(alice, "subscribed chat:42 3 1 recovered", 4, 4);
  }

  @Test
  void everythingIsRecoveredFromOffsetZeroThoughItIsManyPages() {
    Position head = published(1, KEPT);
    FakeSocket alice = subscribed("alice", after(head, 0));

    expect(alice, "subscribed chat:42 200 1 recovered", 1, KEPT);
    assertThat(world.counter("heddle.room.replayed")).isEqualTo(KEPT);
    assertThat(world.counter("heddle.room.recoveries", "outcome", "recovered")).isEqualTo(1);
  }

  @Test
  void anEmptyRoomIsRecoveredFromOffsetZero() {
    FakeSocket first = subscribed("first", StartFrom.NOW);
    eventually(() -> assertThat(first.replies()).hasSize(1));
    Position head = published(1, 1);
    FakeSocket alice = subscribed("alice", after(head, 0));

    expect(alice, "subscribed chat:42 1 2 recovered", 1, 1);
  }

  @Test
  void anotherEpochAnOffsetBeyondTheHeadAndATrimmedOneAreNotRecovered() {
    Position head = published(1, KEPT + 5);
    FakeSocket other = subscribed("other", new StartFrom.After(new Position("other", 3)));
    FakeSocket beyond = subscribed("beyond", after(head, KEPT + 6));
    FakeSocket far = subscribed("far", after(head, Long.MAX_VALUE));
    FakeSocket trimmed = subscribed("trimmed", after(head, 4));
    FakeSocket kept = subscribed("kept", after(head, 5));
    for (FakeSocket socket : List.of(other, beyond, far, trimmed, kept)) {
      eventually(() -> assertThat(socket.lines("subscribed")).isNotEmpty());
    }
    published(KEPT + 6, KEPT + 6);

    for (FakeSocket socket : List.of(other, beyond, far, trimmed)) {
      eventually(() -> assertThat(socket.lines()).hasSize(2));
      assertThat(socket.lines().getFirst()).endsWith(" not_recovered");
      assertThat(socket.lines().getLast()).startsWith("chat:42 " + (KEPT + 6));
    }
    eventually(() -> assertThat(offsets(kept)).isEqualTo(from(6, KEPT + 6)));
    assertThat(kept.lines().getFirst()).endsWith(" recovered");
    assertThat(world.counter("heddle.room.recoveries", "outcome", "not_recovered")).isEqualTo(4);
  }

  @Test
  void theNewestComeFirstAndInOrder() {
    published(1, 30);
    FakeSocket some = subscribed("some", new StartFrom.Newest(3));
    eventually(() -> assertThat(some.lines()).hasSize(4));
    FakeSocket many = subscribed("many", new StartFrom.Newest(10_000));
    eventually(() -> assertThat(many.lines()).hasSize(31));
    published(31, 31);

    expect(some, "subscribed chat:42 30 1", 28, 31);
    expect(many, "subscribed chat:42 30 2", 1, 31);
  }

  @Test
  void theNewestAreAsManyAsAreKept() {
    published(1, KEPT + 5);
    FakeSocket alice = subscribed("alice", new StartFrom.Newest(10_000));

    expect(alice, "subscribed chat:42 205 1", 6, KEPT + 5);
  }

  @Test
  void whatIsPublishedWhileTheLogIsReadComesOnceAndInOrder() {
    Position head = published(1, 50);
    world.log.holdReads();
    FakeSocket alice = subscribed("alice", after(head, 10));
    published(51, 60);
    assertThat(alice.lines()).isEmpty();
    world.log.releaseReads();

    expect(alice, "subscribed chat:42 60 1 recovered", 11, 60);
  }

  @Test
  void aMemberThatIsBehindGetsAPageWhenItHasTakenTheOneBeforeAndIsLiveAtTheEnd() {
    Position head = published(1, 50);
    FakeSocket alice = FakeSocket.of("alice");
    alice.slow();
    world.subscribe(ROOM, alice, after(head, 10));
    eventually(() -> assertThat(alice.isWaitedFor()).isTrue());
    published(51, 55);
    assertThat(offsets(alice)).as("what is published waits as a position").isEmpty();

    alice.drain(20);
    eventually(() -> assertThat(alice.isWaitedFor()).isTrue());
    assertThat(offsets(alice)).isEqualTo(from(11, 30));
    published(56, 60);
    alice.quick();
    eventually(() -> assertThat(offsets(alice)).isEqualTo(from(11, 60)));
    published(61, 61);
    eventually(() -> assertThat(offsets(alice)).isEqualTo(from(11, 61)));
    assertThat(world.count(ROOM)).isEqualTo(1);
  }

  @Test
  void subscribingAgainWithRecoverSendsAgainOnceAndLosesNothingLive() {
    Position head = published(1, 30);
    FakeSocket alice = subscribed("alice", StartFrom.NOW);
    eventually(() -> assertThat(alice.replies()).hasSize(1));
    published(31, 32);
    eventually(() -> assertThat(offsets(alice)).isEqualTo(from(31, 32)));
    world.log.holdReads();
    world.subscribe(ROOM, alice, after(head, 5));
    published(33, 34);
    eventually(() -> assertThat(offsets(alice)).isEqualTo(from(31, 34)));
    world.log.releaseReads();
    published(35, 36);

    List<Long> expected = new ArrayList<>(from(31, 34));
    expected.addAll(from(6, 36));
    eventually(() -> assertThat(offsets(alice)).isEqualTo(expected));
    assertThat(alice.lines("subscribed"))
        .containsExactly("subscribed chat:42 30 1", "subscribed chat:42 34 1 recovered");
  }

  @Test
  void subscribingAgainWithoutRecoverGoesOnWithTheReplay() {
    Position head = published(1, 50);
    FakeSocket alice = FakeSocket.of("alice");
    alice.slow();
    world.subscribe(ROOM, alice, after(head, 10));
    eventually(() -> assertThat(alice.isWaitedFor()).isTrue());
    world.subscribe(ROOM, alice);
    eventually(() -> assertThat(alice.lines("subscribed")).hasSize(2));
    alice.quick();

    eventually(() -> assertThat(offsets(alice)).isEqualTo(from(11, 50)));
  }

  @Test
  void whoseReplayIsTrimmedIsPutOutAndToldSo() {
    Position head = published(1, 100);
    FakeSocket alice = FakeSocket.of("alice");
    alice.slow();
    world.subscribe(ROOM, alice, after(head, 1));
    eventually(() -> assertThat(alice.isWaitedFor()).isTrue());
    alice.drain(5);
    eventually(() -> assertThat(alice.isWaitedFor()).isTrue());
    published(101, 101 + KEPT + 100);
    alice.quick();

    eventually(
        () ->
            assertThat(alice.lines()).last().isEqualTo("unsubscribed chat:42 insufficient_state"));
    eventually(() -> assertThat(alice.replies()).last().isEqualTo(new RoomReply.Ousted(ROOM)));
    assertThat(world.count(ROOM)).isZero();
    assertThat(world.counter("heddle.room.recoveries", "outcome", "trimmed")).isEqualTo(1);
  }

  @Test
  void whoLeavesDuringAReplayHearsNothingMore() {
    Position head = published(1, 50);
    FakeSocket alice = FakeSocket.of("alice");
    alice.slow();
    world.subscribe(ROOM, alice, after(head, 10));
    eventually(() -> assertThat(alice.isWaitedFor()).isTrue());
    world.unsubscribe(ROOM, alice);
    eventually(() -> assertThat(alice.lines("unsubscribed")).hasSize(1));
    alice.quick();
    world.published(ROOM, "51", true);

    assertThat(alice.lines()).last().isEqualTo("unsubscribed chat:42");
    assertThat(offsets(alice)).isEmpty();
  }

  @Test
  void aLogThatFailsAtTheBeginningIsUnavailableAndLaterIsTriedAgain() {
    Position head = published(1, 100);
    world.log.failReads(1);
    FakeSocket early = subscribed("early", after(head, 1));
    eventually(
        () ->
            assertThat(early.replies())
                .containsExactly(
                    new RoomReply.JoinRefused(ROOM, ErrorCode.UNAVAILABLE, 1, Optional.empty())));
    FakeSocket alice = FakeSocket.of("alice");
    alice.slow();
    world.subscribe(ROOM, alice, after(head, 1));
    eventually(() -> assertThat(alice.isWaitedFor()).isTrue());
    world.log.failReads(2);
    alice.quick();

    eventually(() -> assertThat(offsets(alice)).isEqualTo(from(2, 100)));
    assertThat(early.lines()).isEmpty();
  }

  @Test
  void aReplayGoesOnWhenTheRoomIsStartedAnew() {
    Position head = published(1, 50);
    FakeSocket alice = FakeSocket.of("alice");
    alice.slow();
    world.subscribe(ROOM, alice, after(head, 10));
    eventually(() -> assertThat(alice.isWaitedFor()).isTrue());
    world.region.kill(ROOM);
    published(51, 55);
    alice.drain(20);
    world.region.kill(ROOM);
    published(56, 60);
    eventually(() -> assertThat(alice.isWaitedFor()).isTrue());
    alice.quick();

    eventually(() -> assertThat(offsets(alice)).isEqualTo(from(11, 60)));
  }

  @Test
  void aStormOfResumesReadsTheLogOnce() {
    Position head = published(1, 100);
    FakeSocket first = subscribed("first", StartFrom.NOW);
    eventually(() -> assertThat(first.replies()).hasSize(1));
    int before = world.log.reads();
    List<FakeSocket> clients = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      FakeSocket client = FakeSocket.of("user" + i);
      clients.add(client);
      world.subscribe(ROOM, client, after(head, 90 + i % 10));
    }

    for (int i = 0; i < clients.size(); i++) {
      FakeSocket client = clients.get(i);
      List<Long> missed = from(91 + i % 10, 100);
      eventually(() -> assertThat(offsets(client)).isEqualTo(missed));
    }
    assertThat(world.log.reads() - before).isEqualTo(1);
  }

  @Test
  void aStormBehindWhatTheNodeHasHandedOutReadsNothing() {
    FakeSocket first = subscribed("first", StartFrom.NOW);
    eventually(() -> assertThat(first.replies()).hasSize(1));
    Position head = published(1, 100);
    eventually(() -> assertThat(offsets(first)).hasSize(100));
    int before = world.log.reads();
    FakeSocket alice = subscribed("alice", after(head, 90));

    expect(alice, "subscribed chat:42 100 2 recovered", 91, 100);
    assertThat(world.log.reads()).isEqualTo(before);
  }

  @Test
  void manyThatWantTheSameOldPageWaitForOneReading() {
    Position head = published(1, 100);
    FakeSocket first = subscribed("first", StartFrom.NOW);
    eventually(() -> assertThat(first.replies()).hasSize(1));
    int before = world.log.reads();
    world.log.holdReads();
    List<FakeSocket> clients = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      clients.add(subscribed("user" + i, after(head, 60)));
    }
    assertThat(world.count(ROOM)).isEqualTo(1);
    world.log.releaseReads();

    clients.forEach(
        client -> eventually(() -> assertThat(offsets(client)).isEqualTo(from(61, 100))));
    assertThat(world.log.reads() - before).isEqualTo(1);
  }

  /** Publishes numbers, and tells where the last one is. */
  private Position published(int first, int last) {
    Optional<Position> head = Optional.empty();
    for (int i = first; i <= last; i++) {
      head = Optional.of(world.published(ROOM, Integer.toString(i), false).position());
    }
    return head.orElseThrow();
  }

  private static StartFrom after(Position head, long offset) {
    return new StartFrom.After(new Position(head.epoch(), offset));
  }

  private FakeSocket subscribed(String user, StartFrom from) {
    FakeSocket socket = FakeSocket.of(user);
    world.subscribe(ROOM, socket, from);
    return socket;
  }

  private static void expect(FakeSocket socket, String first, int from, int to) {
    eventually(() -> assertThat(offsets(socket)).isEqualTo(from(from, to)));
    assertThat(socket.lines().getFirst()).isEqualTo(first);
  }

  private static List<Long> from(long first, long last) {
    List<Long> offsets = new ArrayList<>();
    for (long i = first; i <= last; i++) {
      offsets.add(i);
    }
    return offsets;
  }

  private static List<Long> offsets(FakeSocket socket) {
    return socket.lines("chat:42").stream()
        .map(line -> Long.valueOf(line.split(" ", 3)[1]))
        .toList();
  }
}
