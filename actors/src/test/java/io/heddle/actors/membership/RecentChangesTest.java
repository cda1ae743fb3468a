package io.heddle.actors.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.metrics.MembershipMetrics;
import io.heddle.actors.protocol.Event.RoomAction;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.RoomReply.Placed;
import io.heddle.actors.testing.MutableClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecentChangesTest {
  private static final RoomName ALICE = new RoomName("user:alice");
  private static final RoomName BOB = new RoomName("user:bob");

  private final MutableClock clock = new MutableClock();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final RecentChanges changes =
      new RecentChanges(Duration.ofMinutes(1), 3, clock, new MembershipMetrics(registry));

  @Test
  void theLastChangeOfAGroupGoesBeforeWhatATokenSays() {
    add(ALICE, "red", RoomAction.JOINED);
    add(ALICE, "red", RoomAction.LEFT);
    add(ALICE, "blue", RoomAction.JOINED);

    assertThat(changes.applied(ALICE, Set.of("red", "green"))).containsOnly("green", "blue");
    assertThat(changes.applied(BOB, Set.of("red"))).containsOnly("red");
  }

  @Test
  void aChangeIsForgottenInItsTime() {
    add(ALICE, "red", RoomAction.LEFT);
    clock.advance(Duration.ofSeconds(59));
    assertThat(changes.applied(ALICE, Set.of("red"))).isEmpty();
    clock.advance(Duration.ofSeconds(1));

    assertThat(changes.applied(ALICE, Set.of("red"))).containsOnly("red");
    add(BOB, "red", RoomAction.LEFT);
    assertThat(changes.of(ALICE)).isEmpty();
    assertThat(forgotten()).isZero();
  }

  @Test
  void beyondItsBoundTheOldestGoAndAreCounted() {
    add(ALICE, "red", RoomAction.LEFT);
    add(BOB, "red", RoomAction.LEFT);
    add(BOB, "blue", RoomAction.LEFT);
    assertThat(forgotten()).isZero();
    add(BOB, "green", RoomAction.LEFT);

    assertThat(forgotten()).isEqualTo(1);
    assertThat(changes.of(ALICE)).isEmpty();
    assertThat(changes.of(BOB)).hasSize(3);
    add(BOB, "black", RoomAction.LEFT);
    assertThat(changes.isEmpty()).isTrue();
    assertThat(forgotten()).isEqualTo(5);
  }

  @Test
  void roomsThatAreNoGroupsAreNoMemberships() {
    changes.add(ALICE, new Placed(new RoomName("chat:1"), RoomAction.JOINED));

    assertThat(changes.isEmpty()).isTrue();
  }

  private void add(RoomName user, String group, RoomAction action) {
    changes.add(user, new Placed(new RoomName("group:" + group), action));
  }

  private double forgotten() {
    return registry.counter("heddle.memberships.forgotten").count();
  }
}
