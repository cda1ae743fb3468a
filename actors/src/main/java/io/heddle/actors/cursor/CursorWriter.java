package io.heddle.actors.cursor;

import io.heddle.actors.log.Cursor;
import io.heddle.actors.log.RoomLog;
import io.heddle.actors.log.RoomLog.Slice;
import io.heddle.actors.metrics.CursorMetrics;
import io.heddle.actors.metrics.CursorMetrics.Ignored;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.ToCursors;
import io.heddle.actors.protocol.ToCursors.Checked;
import io.heddle.actors.protocol.ToCursors.Finish;
import io.heddle.actors.protocol.ToCursors.Flush;
import io.heddle.actors.protocol.ToCursors.Move;
import io.heddle.actors.protocol.ToCursors.Written;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Writes a node's cursors, many at a time: of several moves of one cursor only the furthest counts,
 * and one write is under way at a time. What a write did not do is tried again with the next one.
 */
public final class CursorWriter {
  /** Cursors in one write. */
  private static final int BATCH = 1_000;

  /** Cursors that wait at most, some 200 bytes each. */
  private static final int WAITING = 100_000;

  private final RoomLog log;
  private final Unwritten unwritten;
  private final Duration flush;
  private final CursorMetrics metrics;
  private final ActorContext<ToCursors> context;
  private final TimerScheduler<ToCursors> timers;
  private final Map<Key, Wait> waiting = new LinkedHashMap<>();
  private final List<ActorRef<Done>> finishing = new ArrayList<>(0);
  private boolean busy;

  private CursorWriter(
      RoomLog log,
      Unwritten unwritten,
      Duration flush,
      CursorMetrics metrics,
      ActorContext<ToCursors> context,
      TimerScheduler<ToCursors> timers) {
    this.log = log;
    this.unwritten = unwritten;
    this.flush = flush;
    this.metrics = metrics;
    this.context = context;
    this.timers = timers;
  }

  /**
   * The behaviour of a writer.
   *
   * @param unwritten from which it takes what it has written
   * @param flush how long moves are gathered
   */
  public static Behavior<ToCursors> create(
      RoomLog log, Unwritten unwritten, Duration flush, CursorMetrics metrics) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers ->
                    Behaviors.receiveMessage(
                        new CursorWriter(log, unwritten, flush, metrics, context, timers)::on)));
  }

  private Behavior<ToCursors> on(ToCursors message) {
    switch (message) {
      case Move(var cursor, boolean proven) -> {
        gather(cursor, proven);
        writeLater();
      }
      case Flush _ -> write();
      case Checked(var cursors) -> give(cursors);
      case Written(var failed) -> written(failed);
      case Finish(var replyTo) -> {
        finishing.add(replyTo);
        write();
      }
    }
    return Behaviors.same();
  }

  private void gather(Cursor cursor, boolean proven) {
    Key key = new Key(cursor.room(), cursor.user(), cursor.device());
    Wait earlier = waiting.get(key);
    if (earlier == null && waiting.size() >= WAITING) {
      metrics.dropped(1);
      unwritten.remove(List.of(cursor));
    } else if (earlier == null || Unwritten.isForward(earlier.position, cursor.position())) {
      waiting.put(key, new Wait(cursor.position(), proven));
    }
  }

  private void writeLater() {
    if (!busy && !waiting.isEmpty() && !timers.isTimerActive(flush)) {
      timers.startSingleTimer(flush, new Flush(), flush);
    }
  }

  private void write() {
    if (busy) {
      return;
    }
    if (waiting.isEmpty()) {
      finishing.forEach(each -> each.tell(Done.getInstance()));
      finishing.clear();
      return;
    }
    busy = true;
    List<CompletableFuture<Optional<Cursor>>> checks = new ArrayList<>();
    Iterator<Map.Entry<Key, Wait>> each = waiting.entrySet().iterator();
    while (each.hasNext() && checks.size() < BATCH) {
      Map.Entry<Key, Wait> next = each.next();
      Key key = next.getKey();
      Cursor cursor = new Cursor(key.room, key.user, key.device, next.getValue().position);
      checks.add(
          next.getValue().proven
              ? CompletableFuture.completedFuture(Optional.of(cursor))
              : checked(cursor).toCompletableFuture());
      each.remove();
    }
    CompletionStage<ToCursors> all =
        CompletableFuture.allOf(checks.toArray(CompletableFuture[]::new))
            .thenApply(
                _ ->
                    new Checked(
                        checks.stream()
                            .map(CompletableFuture::join)
                            .flatMap(Optional::stream)
                            .toList()));
    context.pipeToSelf(all, (message, _) -> message);
  }

  /** A client may claim anything. */
  private CompletionStage<Optional<Cursor>> checked(Cursor cursor) {
    return log.read(cursor.room(), cursor.position(), 1, 1)
        .handle(
            (slice, fault) -> {
              Optional<Ignored> against =
                  fault == null ? against(cursor.position(), slice) : Optional.of(Ignored.UNKNOWN);
              against.ifPresent(metrics::ignored);
              return against.isPresent() ? Optional.empty() : Optional.of(cursor);
            });
  }

  private static Optional<Ignored> against(Position claimed, Slice slice) {
    if (!claimed.epoch().equals(slice.head().epoch())) {
      return Optional.of(Ignored.EPOCH);
    }
    return claimed.offset() > slice.head().offset()
        ? Optional.of(Ignored.BEYOND_HEAD)
        : Optional.empty();
  }

  private void give(List<Cursor> cursors) {
    CompletionStage<ToCursors> write =
        (cursors.isEmpty()
                ? CompletableFuture.completedFuture(Done.getInstance())
                : log.move(cursors))
            .handle(
                (_, fault) -> {
                  if (fault == null) {
                    metrics.written(cursors.size());
                    unwritten.remove(cursors);
                    return new Written(List.of());
                  }
                  metrics.failed(cursors.size());
                  return new Written(cursors);
                });
    context.pipeToSelf(write, (message, _) -> message);
  }

  private void written(List<Cursor> failed) {
    busy = false;
    if (finishing.isEmpty()) {
      failed.forEach(cursor -> gather(cursor, true));
      writeLater();
    } else {
      metrics.dropped(failed.size());
      write();
    }
  }

  private record Key(RoomName room, String user, Optional<String> device) {}

  private record Wait(Position position, boolean proven) {}
}
