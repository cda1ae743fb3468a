package io.heddle.actors.room;

import static io.heddle.actors.testing.World.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.membership.RecentChanges;
import io.heddle.actors.metrics.MembershipMetrics;
import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.Attendee;
import io.heddle.actors.protocol.ErrorCode;
import io.heddle.actors.protocol.MemberState;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.PresenceReply;
import io.heddle.actors.protocol.PresenceReply.Present;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.RoomReply;
import io.heddle.actors.protocol.StartFrom;
import io.heddle.actors.protocol.ToLocalRoom;
import io.heddle.actors.protocol.ToLocalRooms;
import io.heddle.actors.protocol.ToRoom;
import io.heddle.actors.testing.FakeSocket;
import io.heddle.actors.testing.World;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PresenceTest {
  private static final RoomName ROOM = new RoomName("chat:42");
  private static final RoomName BOARD = new RoomName("project:1");
  private static final RoomName GROUP = new RoomName("group:g");

  private final World world =
      World.with(
          "HEDDLE_ROOMS_LINGER", "50ms",
          "HEDDLE_ROOMS_IDLE_AFTER", "300ms",
          "HEDDLE_ROOMS_PUBLISH_TIMEOUT", "1s",
          "HEDDLE_ROOMS_PUBLISH_RETRY", "100ms",
          "HEDDLE_ROOMS_PRESENCE_MAX_USERS", "4",
          "HEDDLE_ROOMS_PRESENCE_LEAVE_DELAY", "100ms");

  /** This node's rooms, and those of another node. */
  private final Consumer<ToLocalRooms> here = world::tell;

  private final ActorRef<ToLocalRooms> elsewhere =
      world.kit.spawn(LocalRooms.create("elsewhere", world.rooms, world.region, noChanges()));
  private final Consumer<ToLocalRooms> there = elsewhere::tell;

  @AfterEach
  void stop() {
    world.kit.stop(elsewhere);
    world.close();
  }

  @Test
  void aMemberIsToldWhoIsThereOnAllNodesWithWhatTheySayOfThemselves() {
    FakeSocket alice = joined(here, "alice", ROOM, "{\"mood\":1}");
    joined(here, "alice", ROOM);
    joined(there, "bob", ROOM);
    joined(there, "alice", ROOM);
    FakeSocket nobody = new FakeSocket();
    subscribe(there, nobody, ROOM, Optional.empty());

    eventually(() -> assertThat(asked(here, alice, ROOM)).isEqualTo("5 alice:3{\"mood\":1} bob:1"));
  }

  @Test
  void whatIsKnownOfTheOwnNodeIsExact() {
    FakeSocket alice = joined(here, "alice", ROOM);
    for (int i = 1; i <= 20; i++) {
      FakeSocket bob = joined(here, "bob", ROOM, "{\"i\":" + i + "}");
      assertThat(asked(here, alice, ROOM)).isEqualTo("2 alice:1 bob:1{\"i\":" + i + "}");
      world.exit(ROOM, bob);
      assertThat(asked(here, alice, ROOM)).isEqualTo("1 alice:1");
    }
  }

  @Test
  void theNewestStateOfAUserCounts() {
    FakeSocket alice = joined(here, "alice", ROOM, "{\"n\":1}");
    FakeSocket phone = joined(here, "alice", ROOM, "{\"n\":2}");
    subscribe(here, alice, ROOM, Optional.of(Payload.of("{\"n\":3}")));
    assertThat(asked(here, alice, ROOM)).isEqualTo("2 alice:2{\"n\":3}");
    subscribe(here, alice, ROOM, Optional.empty());
    assertThat(asked(here, alice, ROOM)).isEqualTo("2 alice:2{\"n\":3}");
    world.exit(ROOM, alice);

    assertThat(asked(here, phone, ROOM)).isEqualTo("1 alice:1{\"n\":2}");
  }

  @Test
  void ofTwoNodesTheNewerStateCounts() {
    Attendee old = new Attendee("alice", 1, Optional.of(state("1", 10)));
    Attendee young = new Attendee("alice", 2, Optional.of(state("2", 20)));
    Attendee silent = new Attendee("alice", 1, Optional.empty());

    for (Attendee one : List.of(old.and(young).and(silent), silent.and(young).and(old))) {
      assertThat(one.connections()).isEqualTo(4);
      assertThat(one.state()).contains(state("2", 20));
    }
  }

  private static MemberState state(String json, long since) {
    return new MemberState(Payload.of(json), since);
  }

  @Test
  void aNodeThatDiesLeavesNoGhosts() {
    FakeSocket alice = joined(here, "alice", BOARD);
    joined(there, "bob", BOARD);
    joined(there, "alice", BOARD);
    eventually(() -> assertThat(asked(here, alice, BOARD)).isEqualTo("3 alice:2 bob:1"));
    world.kit.stop(elsewhere);

    eventually(() -> assertThat(asked(here, alice, BOARD)).isEqualTo("1 alice:1"));
    eventually(
        () ->
            assertThat(alice.lines("user"))
                .containsExactly("user_joined project:1 bob 2", "user_left project:1 bob 1"));
  }

  @Test
  void aUserIsToldOfOnceOverAllNodes() {
    FakeSocket alice = joined(here, "alice", BOARD);
    FakeSocket bob = joined(here, "bob", BOARD);
    FakeSocket phone = joined(there, "bob", BOARD);
    eventually(() -> assertThat(asked(here, alice, BOARD)).isEqualTo("3 alice:1 bob:2"));
    world.exit(BOARD, bob);
    eventually(() -> assertThat(asked(here, alice, BOARD)).isEqualTo("2 alice:1 bob:1"));
    joined(there, "carol", BOARD);
    eventually(() -> assertThat(alice.lines("user")).hasSize(2));
    there.accept(new ToLocalRooms.Exit(List.of(BOARD), phone));

    eventually(
        () ->
            assertThat(alice.lines("user"))
                .containsExactly(
                    "user_joined project:1 bob 2",
                    "user_joined project:1 carol 3",
                    "user_left project:1 bob 2"));
    assertThat(bob.lines("user_joined project:1 bob")).isEmpty();
  }

  @Test
  void overTheSizeThereAreOnlyCounts() {
    FakeSocket alice = joined(here, "alice", BOARD);
    FakeSocket bob = joined(here, "bob", BOARD);
    List<FakeSocket> others = new ArrayList<>();
    for (String user : List.of("carol", "dave", "eve")) {
      others.add(joined(here, user, BOARD));
    }
    assertThat(asked(here, alice, BOARD)).isEqualTo("5 unnamed");
    world.exit(BOARD, others.getFirst());
    assertThat(asked(here, alice, BOARD)).as("not far enough below").isEqualTo("4 unnamed");
    others.forEach(socket -> world.exit(BOARD, socket));
    assertThat(asked(here, alice, BOARD)).isEqualTo("2 alice:1 bob:1");
    joined(here, "frank", BOARD);

    eventually(
        () ->
            assertThat(alice.lines("user_joined"))
                .as(
                    "nobody hears of one who came when there were too many, nor again of who was in")
                .containsExactly(
                    "user_joined project:1 bob 2",
                    "user_joined project:1 carol 3",
                    "user_joined project:1 dave 4",
                    "user_joined project:1 frank 3"));
    assertThat(bob.lines("user_joined project:1 alice")).isEmpty();
  }

  @Test
  void thoseOfAllNodesTogetherCanBeTooMany() {
    FakeSocket alice = joined(here, "alice", ROOM);
    joined(here, "bob", ROOM);
    Stream.of("carol", "dave", "eve").forEach(user -> joined(there, user, ROOM));

    eventually(() -> assertThat(asked(here, alice, ROOM)).isEqualTo("5 unnamed"));
  }

  @Test
  void whoAsksWhileTheRoomIsAwayIsAnsweredByTheNextIncarnation() {
    FakeSocket alice = joined(here, "alice", ROOM);
    joined(there, "bob", ROOM);
    world.log.hold();
    world.region.kill(ROOM);
    ask(here, alice, ROOM);
    ask(here, alice, ROOM);
    world.log.release();

    eventually(() -> assertThat(answers(alice)).hasSize(2));
    eventually(() -> assertThat(asked(here, alice, ROOM)).isEqualTo("2 alice:1 bob:1"));
  }

  @Test
  void aQuestionThatNoRoomAnswersIsUnavailable() {
    FakeSocket alice = joined(here, "alice", ROOM);
    world.region.drop((_, _) -> true);
    world.region.kill(ROOM);
    eventually(() -> assertThat(world.region.awake()).isEmpty());

    assertThat(asked(here, alice, ROOM)).isEqualTo("unavailable");
    assertThat(world.counter("heddle.room.presence", "outcome", "unavailable")).isEqualTo(1);
  }

  @Test
  void whoHasBeenPutOutMeanwhileIsNotSubscribed() {
    FakeSocket alice = FakeSocket.of("alice");
    assertThat(asked(here, alice, ROOM)).isEqualTo("not_subscribed");
  }

  @Test
  void aGroupThatSleepsIsWokenAndItsMembersKeepTheirStates() {
    FakeSocket alice = FakeSocket.of("alice");
    world.enter(GROUP, alice);
    world.enter(GROUP, FakeSocket.of("bob"));
    assertThat(asked(here, alice, GROUP)).isEqualTo("2 alice:1 bob:1");
    subscribe(here, alice, GROUP, Optional.of(Payload.of("{\"a\":1}")));
    for (int i = 0; i < 2; i++) {
      eventually(() -> assertThat(world.region.awake()).isEmpty());
      assertThat(asked(here, alice, GROUP)).isEqualTo("2 alice:1{\"a\":1} bob:1");
    }
  }

  @Test
  void backendsAreToldTheSame() {
    joined(here, "alice", ROOM, "{\"mood\":1}");
    world.enter(GROUP, FakeSocket.of("bob"));

    eventually(() -> assertThat(text(present(ROOM))).isEqualTo("1 alice:1{\"mood\":1}"));
    assertThat(text(present(GROUP))).isEqualTo("1 bob:1");
    assertThat(text(present(new RoomName("chat:empty")))).isEqualTo("0");
    assertThat(text(present(new RoomName("events:e")))).isEqualTo("not_available");
    world.region.drop((_, _) -> true);
    assertThat(text(present(ROOM))).isEqualTo("unavailable");
  }

  @Test
  void nobodyIsNamedWhereNobodyWantsToKnow() {
    TestProbe<ToRoom> room = world.kit.createTestProbe();
    ActorRef<ToLocalRooms> rooms = alone(room);
    subscribe(rooms::tell, FakeSocket.of("alice"), new RoomName("bench:1"), Optional.empty());
    attach(room);

    assertThat(room.expectMessageClass(ToRoom.Attended.class).attendance().users()).isEmpty();
  }

  @Test
  void aRushIsToldFiveTimesASecond() {
    TestProbe<ToRoom> room = world.kit.createTestProbe();
    ActorRef<ToLocalRooms> rooms = alone(room);
    long began = System.nanoTime();
    subscribe(rooms::tell, FakeSocket.of("alice"), ROOM, Optional.empty());
    attach(room);
    for (int i = 1; i < 2_000; i++) {
      subscribe(rooms::tell, FakeSocket.of("alice"), ROOM, Optional.empty());
    }
    int told = 0;
    int members = 0;
    while (members < 2_000) {
      members = room.expectMessageClass(ToRoom.Attended.class).attendance().members();
      told++;
    }

    Duration took = Duration.ofNanos(System.nanoTime() - began);
    assertThat((long) told).isLessThanOrEqualTo(6 + took.toMillis() / 200);
  }

  /** A node whose rooms are played by a test. */
  private ActorRef<ToLocalRooms> alone(TestProbe<ToRoom> room) {
    return world.kit.spawn(
        LocalRooms.create(
            "alone", world.rooms, (_, message) -> room.getRef().tell(message), noChanges()));
  }

  private RecentChanges noChanges() {
    return new RecentChanges(
        Duration.ofMinutes(1), Clock.systemUTC(), new MembershipMetrics(world.registry));
  }

  private static void attach(TestProbe<ToRoom> room) {
    room.expectMessageClass(ToRoom.Attach.class)
        .localRoom()
        .tell(
            new ToLocalRoom.Attached(room.getRef(), new Position("e", 0), List.of(), true, 0, ""));
  }

  // What is said and heard

  private FakeSocket joined(Consumer<ToLocalRooms> node, String user, RoomName room) {
    return joined(node, user, room, Optional.empty());
  }

  private FakeSocket joined(Consumer<ToLocalRooms> node, String user, RoomName room, String state) {
    return joined(node, user, room, Optional.of(Payload.of(state)));
  }

  private FakeSocket joined(
      Consumer<ToLocalRooms> node, String user, RoomName room, Optional<Payload> state) {
    FakeSocket socket = FakeSocket.of(user);
    subscribe(node, socket, room, state);
    eventually(() -> assertThat(socket.replies()).contains(new RoomReply.Joined(room, 1)));
    return socket;
  }

  private static void subscribe(
      Consumer<ToLocalRooms> node, FakeSocket socket, RoomName room, Optional<Payload> state) {
    node.accept(
        new ToLocalRooms.Subscribe(room, socket, 1, StartFrom.NOW, state, Optional.empty()));
  }

  private static void ask(Consumer<ToLocalRooms> node, FakeSocket socket, RoomName room) {
    node.accept(new ToLocalRooms.ReadPresence(room, socket, Optional.empty()));
  }

  /** The answer to a question, in short. */
  private static String asked(Consumer<ToLocalRooms> node, FakeSocket socket, RoomName room) {
    int before = answers(socket).size();
    ask(node, socket, room);
    eventually(() -> assertThat(answers(socket)).hasSize(before + 1));
    return answers(socket).getLast();
  }

  private static List<String> answers(FakeSocket socket) {
    List<String> answers = new ArrayList<>();
    for (RoomReply reply : socket.replies()) {
      if (reply instanceof RoomReply.PresenceRead(var state)) {
        answers.add(text(new Present(state.clientCount(), state.users())));
      } else if (reply instanceof RoomReply.PresenceFailed(_, ErrorCode code, _)) {
        answers.add(code.code());
      }
    }
    return answers;
  }

  private PresenceReply present(RoomName room) {
    return world.fabric.presence(room).toCompletableFuture().join();
  }

  private static String text(PresenceReply reply) {
    return switch (reply) {
      case Present(int count, var users) -> {
        StringBuilder text = new StringBuilder().append(count);
        users.ifPresentOrElse(
            all -> all.forEach(user -> text.append(' ').append(text(user))),
            () -> text.append(" unnamed"));
        yield text.toString();
      }
      case PresenceReply.Untold(var code) -> code.code();
    };
  }

  private static String text(Attendee user) {
    String state = user.state().map(it -> it.data().toString()).orElse("");
    return user.userId() + ":" + user.connections() + state;
  }
}
