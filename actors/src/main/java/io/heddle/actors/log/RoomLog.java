package io.heddle.actors.log;

import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.Publication;
import io.heddle.actors.protocol.RoomName;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Keeps the publications of rooms. Calls may come from any thread and never block; stages complete
 * on a thread of the log's choice. A stage that fails leaves the outcome unknown: the caller looks
 * at the head before it goes on.
 */
public interface RoomLog {
  /**
   * The room's newest position. A room that was never seen gets an epoch now; two calls without an
   * append between them tell the same.
   */
  CompletionStage<Position> head(RoomName room);

  /**
   * Adds publications behind {@code expected}. Whole or not at all; once the stage is complete with
   * {@code APPENDED}, a read finds them.
   *
   * @param expected the head that the writer knows; where the log's is another one, somebody else
   *     has written, and nothing is added
   * @param publications at least one, their positions contiguous from {@code expected}
   */
  CompletionStage<Append> append(RoomName room, Position expected, List<Publication> publications);

  /**
   * What is kept after a position, oldest first.
   *
   * @param limit most publications to give, at least 1
   * @return contiguous publications, beginning right after {@code after} where {@code complete}
   */
  CompletionStage<Slice> read(RoomName room, Position after, int limit);

  /** What became of an append. */
  enum Append {
    /** All of it is in the log. */
    APPENDED,
    /** The log's head is not the expected one: this writer has been replaced. */
    FENCED
  }

  /**
   * Part of a log.
   *
   * @param publications in order, contiguous
   * @param complete false where something between the asked position and the first publication is
   *     not kept any more, or the position is of another epoch
   */
  record Slice(List<Publication> publications, boolean complete) {}
}
