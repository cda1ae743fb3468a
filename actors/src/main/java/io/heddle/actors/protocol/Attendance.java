package io.heddle.actors.protocol;

import java.util.List;

/**
 * Who is in a room on one node.
 *
 * @param members connections, those of nobody in particular among them
 * @param names which users are told of
 * @param users at most one of each
 */
public record Attendance(int members, Names names, List<Attendee> users) {
  /** Takes a copy of the list. */
  public Attendance {
    users = List.copyOf(users);
  }

  /** Only how many there are. */
  public static Attendance counted(int members) {
    return new Attendance(members, Names.NONE, List.of());
  }

  /** Which users an attendance tells of. */
  public enum Names {
    /** All that are in. */
    ALL,
    /** Those whose standing has changed since the last time; the others stay what they were. */
    CHANGED,
    /** None: there are too many, or nobody wants to know. */
    NONE
  }
}
