package io.heddle.actors.room;

import io.heddle.actors.log.RoomLog;
import io.heddle.actors.log.RoomLog.Slice;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.Publication;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.ToRoom.Loaded;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Reads what a room begins with: its head, and what earlier incarnations published so lately that
 * their publishers may repeat it.
 */
final class Recall {
  private static final int PAGE = 64;

  /** More than a room's publishers can have under way, and small enough for a heap. */
  private static final int MOST = 10_000;

  private static final long PAGE_BYTES = 1 << 20;

  private final RoomName room;
  private final RoomLog log;
  private final long sinceMillis;
  private final List<Publication> recent = new ArrayList<>();

  private Recall(RoomName room, RoomLog log, long sinceMillis) {
    this.room = room;
    this.log = log;
    this.sinceMillis = sinceMillis;
  }

  /** What a room begins with; of older publications only as much as a page holds. */
  static CompletionStage<Loaded> of(RoomName room, RoomLog log, long sinceMillis) {
    Recall recall = new Recall(room, log, sinceMillis);
    return log.head(room).thenCompose(head -> recall.before(head.plus(1), head));
  }

  private CompletionStage<Loaded> before(Position from, Position head) {
    if (from.offset() <= 1) {
      return CompletableFuture.completedFuture(new Loaded(head, oldestFirst()));
    }
    return log.readBack(room, from, PAGE, PAGE_BYTES).thenCompose(page -> add(page, head));
  }

  private CompletionStage<Loaded> add(Slice page, Position head) {
    recent.addAll(page.publications());
    boolean more =
        !page.publications().isEmpty()
            && page.publications().getLast().timestamp() >= sinceMillis
            && recent.size() < MOST;
    return more
        ? before(page.publications().getLast().position(), head)
        : CompletableFuture.completedFuture(new Loaded(head, oldestFirst()));
  }

  private List<Publication> oldestFirst() {
    return recent.reversed();
  }
}
