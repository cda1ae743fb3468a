package io.heddle.actors.room;

import io.heddle.actors.log.RoomLog;
import io.heddle.actors.log.RoomLog.Slice;
import io.heddle.actors.protocol.ClientCommand;
import io.heddle.actors.protocol.Event;
import io.heddle.actors.protocol.Member;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.Publication;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.RoomReply;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Reads pages of rooms for clients that ask for history. Bounded, whatever a client asks for: in
 * bytes of data, and in publications for the sake of their envelopes, so that a page fits into an
 * outbox. Thread-safe.
 */
final class HistoryPages {
  private static final int PAGE = 500;
  private static final long PAGE_BYTES = 256 * 1024;

  /**
   * Beyond the head of any room, and exact in a double, which is what scripts of Redis count in.
   */
  private static final long FAR = 1L << 52;

  /** Asks for nothing but the head: no epoch is called so. */
  private static final Position NOWHERE = new Position("-", 0);

  private final RoomLog log;

  HistoryPages(RoomLog log) {
    this.log = log;
  }

  /** Tells a connection the page that its client wants, on the thread that has it. */
  void read(ClientCommand.History query, Member member) {
    read(query)
        .whenComplete(
            (page, fault) ->
                member.notify(
                    fault == null
                        ? new RoomReply.HistoryRead(page)
                        : new RoomReply.HistoryFailed(query.room(), query.id())));
  }

  /** A page as the client wants it; fails as the log does. */
  CompletionStage<Event.History> read(ClientCommand.History query) {
    return query
        .since()
        .map(since -> page(query, new Position(since.epoch(), Math.min(FAR, since.offset()))))
        .orElseGet(
            () ->
                log.read(query.room(), NOWHERE, 1, 1)
                    .thenCompose(probe -> page(query, beginning(query, probe.head()))));
  }

  private static Position beginning(ClientCommand.History query, Position head) {
    return query.reverse() ? head.plus(1) : new Position(head.epoch(), 0);
  }

  private CompletionStage<Event.History> page(ClientCommand.History query, Position since) {
    RoomName room = query.room();
    int limit = Math.min(PAGE, query.limit());
    CompletionStage<Slice> slice =
        query.reverse()
            ? log.readBack(room, since, limit, PAGE_BYTES)
            : log.read(room, since, limit, PAGE_BYTES);
    return slice.thenCompose(
        read -> headOf(room, read).thenApply(head -> event(query, read, head)));
  }

  /** A room that was never seen has no epoch yet that a client could be told. */
  private CompletionStage<Position> headOf(RoomName room, Slice slice) {
    return slice.head().offset() == 0
        ? log.head(room)
        : CompletableFuture.completedFuture(slice.head());
  }

  private static Event.History event(ClientCommand.History query, Slice slice, Position head) {
    List<Publication> found = slice.publications();
    boolean more =
        !found.isEmpty()
            && (query.reverse()
                ? found.getLast().position().offset() > slice.oldest()
                : found.getLast().position().offset() < head.offset());
    Optional<Position> next = more ? Optional.of(found.getLast().position()) : Optional.empty();
    return new Event.History(query.room(), head, found, next, query.id());
  }
}
