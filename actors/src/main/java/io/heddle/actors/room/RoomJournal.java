package io.heddle.actors.room;

import io.heddle.actors.log.LogException;
import io.heddle.actors.log.RoomLog;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.ToRoom;
import io.heddle.actors.protocol.ToRoom.AppendFailed;
import io.heddle.actors.protocol.ToRoom.Appended;
import io.heddle.actors.protocol.ToRoom.Attach;
import io.heddle.actors.protocol.ToRoom.CaughtUp;
import io.heddle.actors.protocol.ToRoom.Fenced;
import io.heddle.actors.protocol.ToRoom.LogFailed;
import io.heddle.actors.protocol.ToRoom.Renewed;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * One room's part of the log, in words that the room understands: each stage completes with a
 * message to it, and none fails.
 */
final class RoomJournal {
  private final RoomName room;
  private final RoomLog log;

  RoomJournal(RoomName room, RoomLog log) {
    this.room = room;
    this.log = log;
  }

  /** What the room begins with, publications since then among it: {@code Loaded}. */
  CompletionStage<ToRoom> load(long sinceMillis) {
    return told(Recall.of(room, log, sinceMillis), loaded -> loaded, RoomJournal::failed);
  }

  /** {@code Appended}, {@code Fenced} or {@code AppendFailed}. */
  CompletionStage<ToRoom> append(Position head, GroupAppend.Group group) {
    return told(
        log.append(room, head, group.id(), group.drafts(), group.at()),
        RoomJournal::outcome,
        fault -> new AppendFailed(isUndecided(fault), text(fault)));
  }

  /**
   * What a node that has come as far as {@code have} lacks: {@code CaughtUp}. Where it is ahead of
   * the room, the log has lost something: {@code Renewed}.
   */
  CompletionStage<ToRoom> missed(Attach attach, Position have, Position head, int limit) {
    return isLost(have, head)
        ? told(log.renew(room, have), renewed -> new Renewed(attach, renewed), RoomJournal::failed)
        : told(
            log.read(room, have, limit, RoomLog.ANY_BYTES),
            slice -> new CaughtUp(attach, slice.publications(), slice.complete()),
            RoomJournal::failed);
  }

  /** Where the log is behind what was told, its offsets must not be told of other things. */
  void fenced(Position known, Position actual) {
    if (isLost(known, actual)) {
      var _ = log.renew(room, known);
    }
  }

  private static boolean isLost(Position known, Position actual) {
    return known.epoch().equals(actual.epoch()) && known.offset() > actual.offset();
  }

  private static ToRoom outcome(RoomLog.Append append) {
    return switch (append) {
      case RoomLog.Append.Done(var stamps) -> new Appended(stamps);
      case RoomLog.Append.Fenced(var actual) -> new Fenced(actual);
    };
  }

  private static ToRoom failed(Throwable fault) {
    return new LogFailed(text(fault));
  }

  /** A log that answers at once, as the one in memory does, is to cost next to nothing. */
  private static <T> CompletionStage<ToRoom> told(
      CompletionStage<T> stage, Function<T, ToRoom> then, Function<Throwable, ToRoom> otherwise) {
    CompletableFuture<T> future = stage.toCompletableFuture();
    return future.isDone() && !future.isCompletedExceptionally()
        ? CompletableFuture.completedFuture(then.apply(future.join()))
        : future.handle(
            (result, fault) -> fault == null ? then.apply(result) : otherwise.apply(fault));
  }

  /** Anything but the log's own word leaves it open. */
  private static boolean isUndecided(Throwable fault) {
    return !(cause(fault) instanceof LogException known) || known.isUndecided();
  }

  private static String text(Throwable fault) {
    return String.valueOf(cause(fault).getMessage());
  }

  private static Throwable cause(Throwable fault) {
    return fault instanceof CompletionException && fault.getCause() != null
        ? fault.getCause()
        : fault;
  }
}
