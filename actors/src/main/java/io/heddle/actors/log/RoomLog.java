package io.heddle.actors.log;

import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.Publication;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.Stamp;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/**
 * Keeps the publications of rooms, the idempotency keys that came with them, and how far users have
 * come. How much of it is kept is {@link LogRules}.
 *
 * <p>Calls may come from any thread and never block; stages complete on a thread of the log's
 * choice, some of them before the call returns. Calls for one room take effect in the order in
 * which one thread made them as long as each waits for the one before; those under way together
 * have no order. A stage that fails does so with a {@link LogException}, which tells whether the
 * log may have taken effect all the same.
 */
public interface RoomLog extends AutoCloseable {
  /** For reads that are bounded by their limit alone. */
  long ANY_BYTES = Long.MAX_VALUE;

  /**
   * The room's newest position, for a writer that is about to begin. A room that was never seen
   * gets an epoch now, and so does one whose log may have lost something that was told to somebody;
   * either is stored as safely as a publication before the stage completes. Two calls with nothing
   * between them tell the same. Safe to repeat after any failure.
   */
  CompletionStage<Position> head(RoomName room);

  /**
   * Adds drafts behind {@code expected}, but for those whose key the log has within its window: for
   * them it tells the position that the first had. Whole or not at all. Once the stage is complete
   * with {@link Append.Done}, reads find them, and they are as safe as this log promises.
   *
   * <p>Where the outcome is unknown, the same call may be made again: an append whose batch is the
   * room's last is not applied anew and gets its first result. So a writer has one append of a room
   * under way at a time.
   *
   * @param expected the head that the writer knows; where the log's is another one, nothing is
   *     added
   * @param batch names this append
   * @param drafts at least one; their keys count within the room, the source (a connection, or a
   *     backend) and the user
   * @param nowMillis time stamp of the publications, milliseconds since 1970-01-01T00:00Z
   */
  CompletionStage<Append> append(
      RoomName room, Position expected, UUID batch, List<Draft> drafts, long nowMillis);

  /**
   * What is kept after a position, oldest first: for pulling page after page, each after the last
   * of the one before. Sees each append that had completed when it was called. A failure changed
   * nothing.
   *
   * @param limit most publications to give, at least 1
   * @param maxBytes what their data may take together; the first is given in any case
   */
  CompletionStage<Slice> read(RoomName room, Position after, int limit, long maxBytes);

  /**
   * What is kept before a position, newest first; bounds as in {@link #read}.
   *
   * @param before not part of the answer; one far beyond the head begins at the head
   */
  CompletionStage<Slice> readBack(RoomName room, Position before, int limit, long maxBytes);

  /**
   * Starts a new epoch where somebody holds a position that the log has lost: of the room's epoch,
   * but beyond its head. What is kept stays, under the new epoch, and offsets go on from the head.
   * Else nothing changes. Safe to repeat.
   *
   * @return the room's newest position
   */
  CompletionStage<Position> renew(RoomName room, Position lost);

  /**
   * Whether the log may keep publications of a room, or a cursor of the user in it; false is
   * certain, unless another process has just begun to write. For those who connect and mostly have
   * nothing to be told: a log of this process alone knows it without reading, and the stage is
   * complete when the call returns.
   */
  CompletionStage<Boolean> mayHold(RoomName room, String user);

  /** The cursors of a user in a room, those of devices among them, in no order. */
  CompletionStage<List<Cursor>> cursors(RoomName room, String user);

  /**
   * Moves cursors, each forward only: where a stored one has the same epoch and an offset that is
   * not smaller, it stays. Of a user with more than {@link LogRules#devices} in a room, the one
   * that was not moved for longest goes. Neither epoch nor offset is compared with the room's head.
   * Safe to repeat: what is unknown after a failure is at worst delivered again.
   */
  CompletionStage<Done> move(List<Cursor> cursors);

  /** How the log is doing: never blocks. */
  LogStatus status();

  /** Ends it; what was told before is as safe as ever, and what is under way fails. May block. */
  @Override
  void close();

  /** What became of an append that was decided. */
  sealed interface Append {
    /**
     * All of it is in the log.
     *
     * @param stamps where each draft stands, in their order; the new ones are contiguous behind the
     *     expected head
     */
    record Done(List<Stamp> stamps) implements Append {}

    /**
     * Nothing was added: the head is not the expected one, so this writer has been replaced, or the
     * log has lost something.
     */
    record Fenced(Position head) implements Append {}
  }

  /**
   * Part of a log.
   *
   * @param head the room's newest position
   * @param oldest smallest offset that is kept; head's plus one where nothing is
   * @param publications contiguous, in the order that was asked for
   * @param complete whether nothing is missing between the asked position and them; false where
   *     something there is not kept any more, the position is beyond the head, or of another epoch,
   *     in which case there are no publications
   */
  record Slice(Position head, long oldest, List<Publication> publications, boolean complete) {}
}
