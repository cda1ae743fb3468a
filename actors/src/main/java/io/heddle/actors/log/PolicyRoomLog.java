package io.heddle.actors.log;

import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.RoomName;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.apache.pekko.Done;

/**
 * Two logs as one: rooms with history in one that lasts, all others in memory. A log that is slow
 * or dead does no harm to rooms without history.
 */
public final class PolicyRoomLog implements RoomLog {
  private final RoomLog kept;
  private final RoomLog memory;
  private final Predicate<RoomName> hasHistory;

  /** Takes both over: closing this closes them. */
  public PolicyRoomLog(RoomLog kept, RoomLog memory, Predicate<RoomName> hasHistory) {
    this.kept = kept;
    this.memory = memory;
    this.hasHistory = hasHistory;
  }

  @Override
  public CompletionStage<Position> head(RoomName room) {
    return of(room).head(room);
  }

  @Override
  public CompletionStage<Append> append(
      RoomName room, Position expected, UUID batch, List<Draft> drafts, long nowMillis) {
    return of(room).append(room, expected, batch, drafts, nowMillis);
  }

  @Override
  public CompletionStage<Slice> read(RoomName room, Position after, int limit, long maxBytes) {
    return of(room).read(room, after, limit, maxBytes);
  }

  @Override
  public CompletionStage<Slice> readBack(RoomName room, Position before, int limit, long maxBytes) {
    return of(room).readBack(room, before, limit, maxBytes);
  }

  @Override
  public CompletionStage<Position> renew(RoomName room, Position lost) {
    return of(room).renew(room, lost);
  }

  @Override
  public CompletionStage<Boolean> mayHold(RoomName room, String user) {
    return of(room).mayHold(room, user);
  }

  @Override
  public CompletionStage<List<Cursor>> cursors(RoomName room, String user) {
    return of(room).cursors(room, user);
  }

  @Override
  public CompletionStage<Done> move(List<Cursor> cursors) {
    List<Cursor> lasting = new ArrayList<>(cursors.size());
    List<Cursor> passing = new ArrayList<>(0);
    cursors.forEach(cursor -> (hasHistory.test(cursor.room()) ? lasting : passing).add(cursor));
    CompletionStage<Done> first = moveIn(kept, lasting);
    return moveIn(memory, passing).thenCombine(first, (done, _) -> done);
  }

  private static CompletionStage<Done> moveIn(RoomLog log, List<Cursor> cursors) {
    return cursors.isEmpty()
        ? CompletableFuture.completedFuture(Done.getInstance())
        : log.move(cursors);
  }

  /** That of the log that lasts: memory is never down. */
  @Override
  public LogStatus status() {
    return kept.status();
  }

  @Override
  public void close() {
    kept.close();
    memory.close();
  }

  private RoomLog of(RoomName room) {
    return hasHistory.test(room) ? kept : memory;
  }
}
