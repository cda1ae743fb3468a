package io.heddle.actors.room;

import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.Publication;
import java.util.List;

/**
 * What follows on a position of a room's past, as far as one reading goes.
 *
 * @param publications contiguous, oldest first
 * @param state whether they are what was looked for
 */
record Page(List<Publication> publications, State state) {
  /** The log could not be read. */
  static final Page UNREAD = new Page(List.of(), State.UNREAD);

  /** What a page is worth. */
  enum State {
    /** The first of its publications follows on the position. */
    WHOLE,
    /** Something behind the position is not kept any more; the page begins with what is. */
    TRIMMED,
    /** Nobody knows. */
    UNREAD
  }

  /** What a log gave, which must have something behind {@code after} to be whole. */
  static Page of(Position after, List<Publication> publications, boolean complete) {
    boolean follows =
        complete
            && !publications.isEmpty()
            && publications.getFirst().position().equals(after.plus(1));
    return new Page(publications, follows ? State.WHOLE : State.TRIMMED);
  }
}
