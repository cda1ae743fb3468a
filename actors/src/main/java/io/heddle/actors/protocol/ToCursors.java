package io.heddle.actors.protocol;

import io.heddle.actors.log.Cursor;
import java.util.List;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;

/** What the writer of a node's cursors can be told. */
public sealed interface ToCursors {
  /**
   * A user has come as far as this.
   *
   * @param proven whether the server sent it that far itself; else the room's head is asked for
   *     first, and a position that is no room's is not written
   */
  record Move(Cursor cursor, boolean proven) implements ToCursors {}

  /** What has gathered is to be written. */
  record Flush() implements ToCursors {}

  /** The log has told which of the positions that clients claim are a room's. */
  record Checked(List<Cursor> cursors) implements ToCursors {}

  /** A write is over; {@code failed} is what it did not write. */
  record Written(List<Cursor> failed) implements ToCursors {}

  /** Write all there is; told when that is done, or was tried once and failed. */
  record Finish(ActorRef<Done> replyTo) implements ToCursors {}
}
