package io.heddle.actors.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.protocol.ToLocalRoom;
import io.heddle.actors.protocol.ToRoom.ClaimSeats;
import io.heddle.actors.room.Seats.News;
import io.heddle.actors.testing.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SeatsTest {
  private static final int CAPACITY = 40;

  private final World world = World.with();
  private final Seats seats = new Seats(CAPACITY);
  private final Map<String, ActorRef<ToLocalRoom>> refs = new HashMap<>();

  @AfterEach
  void stop() {
    world.close();
  }

  private ActorRef<ToLocalRoom> ref(String node) {
    return refs.computeIfAbsent(node, _ -> world.kit.<ToLocalRoom>createTestProbe().getRef());
  }

  private News claim(String node, long number, int taken, int wanted) {
    return seats.claim(new ClaimSeats(node, ref(node), number, taken, wanted));
  }

  private int served(String node) {
    seats.serve();
    return seats.granted(node).orElseThrow().answer().seats();
  }

  @Test
  void whoIsAloneGetsMoreThanItWantsAndNotAll() {
    claim("a", 1, 0, 1);

    assertThat(served("a")).isEqualTo(10);
    assertThat(seats.free()).isEqualTo(30);
  }

  @Test
  void whatOthersWaitForIsNotGivenToThoseBeforeThem() {
    claim("a", 1, 0, 1);
    claim("b", 1, 0, 39);

    assertThat(served("a")).isEqualTo(1);
    assertThat(served("b")).isEqualTo(39);
  }

  @Test
  void whatIsNotThereIsNotGranted() {
    claim("a", 1, 30, 0);
    claim("b", 1, 0, 20);

    assertThat(served("b")).isEqualTo(10);
    claim("b", 2, 10, 1);
    assertThat(served("b")).isEqualTo(10);
  }

  @Test
  void aClaimGivesBackWhatIsNotTaken() {
    claim("a", 1, 0, 40);
    seats.serve();
    claim("a", 2, 5, 0);
    claim("b", 1, 0, 35);

    assertThat(served("b")).isEqualTo(35);
  }

  @Test
  void anOlderClaimGivesNothingBack() {
    claim("a", 1, 0, 5);
    seats.serve();
    claim("a", 2, 5, 35);
    seats.serve();

    assertThat(claim("a", 1, 0, 5)).isEqualTo(News.NONE);
    claim("b", 1, 0, 1);
    assertThat(served("b")).isZero();
  }

  @Test
  void aRepeatedClaimIsAnsweredAsBefore() {
    claim("a", 1, 0, 40);
    seats.serve();

    assertThat(claim("a", 1, 0, 40)).isEqualTo(News.REPEATED);
    assertThat(seats.granted("a").orElseThrow().answer())
        .isEqualTo(new ToLocalRoom.SeatsGranted(1, 40));
    claim("a", 2, 40, 1);
    assertThat(claim("a", 2, 40, 1)).isEqualTo(News.NONE);
  }

  @Test
  void whoHasMoreThanTheCapacityKeepsItAndNobodyGetsMore() {
    claim("a", 1, 30, 1);
    claim("b", 1, 30, 1);

    assertThat(served("a")).isEqualTo(30);
    assertThat(served("b")).isEqualTo(30);
    claim("b", 2, 9, 2);
    assertThat(served("b")).isEqualTo(10);
  }

  @Test
  void aNodeThatLeavesFreesItsSeatsAndOneOfAnotherLocalRoomDoesNot() {
    claim("a", 1, 0, 40);
    seats.serve();
    seats.left("a", ref("b"));
    assertThat(seats.free()).isZero();

    seats.left("a", ref("a"));
    assertThat(seats.free()).isEqualTo(CAPACITY);
  }

  @Test
  void whateverIsLostLateOrRepeatedTheMembersAreNeverMoreThanTheCapacity() {
    long seed = System.nanoTime();
    RandomGenerator random = new Random(seed);
    List<Node> nodes = List.of(new Node(ref("a")), new Node(ref("b")), new Node(ref("c")));
    List<ClaimSeats> claims = new ArrayList<>();
    List<Seats.Granted> answers = new ArrayList<>();
    int most = 0;
    for (int step = 0; step < 20_000; step++) {
      Node node = nodes.get(random.nextInt(nodes.size()));
      switch (random.nextInt(20)) {
        case 0, 1, 2, 3, 4, 5, 6 -> node.letIn();
        case 7, 8 -> node.members -= Math.min(1, node.members);
        case 9 -> claims.add(node.claim(random.nextInt(8)));
        case 10, 11, 12, 13 -> oneOfTheNewest(claims, random).ifPresent(seats::claim);
        case 14, 15, 16 -> answers.addAll(seats.serve());
        default ->
            oneOfTheNewest(answers, random)
                .ifPresent(answer -> nodes.forEach(each -> each.hear(answer)));
      }
      int members = nodes.stream().mapToInt(each -> each.members).sum();
      most = Math.max(most, members);
      assertThat(members).as("seed %d, step %d", seed, step).isLessThanOrEqualTo(CAPACITY);
    }
    assertThat(most).as("seed %d", seed).isGreaterThan(CAPACITY / 2);
  }

  /** It stays in the list and may come again; one that is never chosen is lost. */
  private static <T> Optional<T> oneOfTheNewest(List<T> messages, RandomGenerator random) {
    int size = messages.size();
    return size == 0
        ? Optional.empty()
        : Optional.of(messages.get(size - 1 - random.nextInt(Math.min(4, size))));
  }

  /** A node as it behaves: uses no more than it was granted, and nothing more while it asks. */
  private static final class Node {
    private final ActorRef<ToLocalRoom> ref;
    private long number;
    private int members;
    private int granted;
    private boolean asking;

    Node(ActorRef<ToLocalRoom> ref) {
      this.ref = ref;
    }

    void letIn() {
      members += !asking && members < granted ? 1 : 0;
    }

    ClaimSeats claim(int wanted) {
      asking = true;
      return new ClaimSeats(ref.path().name(), ref, ++number, members, wanted);
    }

    void hear(Seats.Granted answer) {
      if (asking && answer.localRoom().equals(ref) && answer.answer().number() == number) {
        granted = answer.answer().seats();
        asking = false;
      }
    }
  }
}
