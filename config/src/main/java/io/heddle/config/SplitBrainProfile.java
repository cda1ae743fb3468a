package io.heddle.config;

/**
 * How soon a node that cannot be reached is given up: {@code heddle.cluster.split-brain}. In both,
 * the side with more nodes goes on, and the others end.
 */
public enum SplitBrainProfile {
  /** Rooms of a dead node serve elsewhere within 15 s; a pause of 5 s is forgiven. */
  CALM,
  /** Within 6 s; a pause of 3 s is forgiven. For networks and machines that do not stutter. */
  FAST
}
