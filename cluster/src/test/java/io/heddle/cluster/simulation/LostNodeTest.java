package io.heddle.cluster.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A node of many is gone, with rooms of its own and rooms of others that it was attached to. */
class LostNodeTest {
  /** Local rooms that may look for their next room in a millisecond, all nodes together. */
  private static final long PACE = 20;

  /** Nodes look five times a second who is gone. */
  private static final long NOTICED = 200;

  /** There and back, and what else takes a moment. */
  private static final long SLACK = 50;

  @Test
  void roomsOfALostNodeAreLookedForAtAPaceAndServeAgain() {
    LostNode lost = new LostNode(6, 5, 1_200, 3, 6_000);

    LostNode.Outcome outcome = lost.run();

    holds(outcome);
  }

  @Test
  @Tag("long")
  void soItIsWithFiftyNodes() {
    holds(new LostNode(50, 10, 25_000, 2, 1_000).run());
  }

  @Test
  @Tag("long")
  void roomsHearOfALostNodeTwoThousandInATurn() {
    LostNode.Outcome outcome = new LostNode(2, 1, 6_000, 2, 0).run();

    holds(outcome);
    assertThat(outcome.mostToldInATurn()).isEqualTo(2_000);
  }

  private static void holds(LostNode.Outcome outcome) {
    assertThat(outcome.affected()).isPositive();
    assertThat(outcome.heardAgain()).isEqualTo(outcome.affected());
    assertThat(outcome.attaches()).isLessThanOrEqualTo(outcome.affected());
    assertThat(outcome.mostAttachesInTenMillis()).isLessThanOrEqualTo(PACE * 10 * 3 / 2);
    long paced = Math.max(outcome.awake() / PACE, outcome.placedAfter());
    assertThat(outcome.attachedAfter()).isLessThanOrEqualTo(NOTICED + paced + SLACK);
  }
}
