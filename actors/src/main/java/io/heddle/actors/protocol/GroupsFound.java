package io.heddle.actors.protocol;

import java.util.Set;

/** What became of the question which groups a user is in. */
public sealed interface GroupsFound {
  /**
   * The user may come in.
   *
   * @param groups of the user
   * @param byToken whether the token named them, so that a newer token may change them
   */
  record Groups(Set<String> groups, boolean byToken) implements GroupsFound {
    /** Takes a copy. */
    public Groups {
      groups = Set.copyOf(groups);
    }
  }

  /** Nobody can tell now, and without an answer the user may not come in. */
  record Unknown() implements GroupsFound {}
}
