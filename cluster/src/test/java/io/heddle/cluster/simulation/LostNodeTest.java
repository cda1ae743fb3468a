package io.heddle.cluster.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A node of many is gone, with rooms of its own and rooms of others that it was attached to. */
class LostNodeTest {
  /** Local rooms that may look for their next room in a millisecond, all nodes together. */
  private static final long PACE = 20;

  private static final long NOTICED = 200;

  @Test
  void roomsOfALostNodeAreLookedForAtAPaceAndServeAgain() {
    LostNode lost = new LostNode(8, 5, 2_400, 4, 3_000);

    LostNode.Outcome outcome = lost.run();

    holds(outcome);
  }

  @Test
  @Tag("long")
  void soItIsWithFiftyNodes() {
    holds(new LostNode(50, 10, 25_000, 2, 1_000).run());
  }

  private static void holds(LostNode.Outcome outcome) {
    assertThat(outcome.affected()).isPositive();
    assertThat(outcome.heardAgain()).isEqualTo(outcome.affected());
    assertThat(outcome.attaches()).isLessThanOrEqualTo(outcome.affected());
    assertThat(outcome.mostAttachesInTenMillis()).isLessThanOrEqualTo(PACE * 10 * 3 / 2);
    assertThat(outcome.attachedAfter())
        .isLessThanOrEqualTo(
            NOTICED + Math.max(outcome.awake() / PACE, outcome.placedAfter()) + NOTICED);
    assertThat(outcome.mostToldInATurn()).isLessThanOrEqualTo(2_000);
  }
}
