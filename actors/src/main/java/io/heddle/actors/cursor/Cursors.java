package io.heddle.actors.cursor;

import io.heddle.actors.log.Cursor;
import io.heddle.actors.log.RoomLog;
import io.heddle.actors.log.RoomLog.Slice;
import io.heddle.actors.metrics.CursorMetrics;
import io.heddle.actors.metrics.CursorMetrics.Start;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.StartFrom;
import io.heddle.actors.protocol.ToCursors;
import io.heddle.config.CursorSettings;
import io.heddle.config.CursorSettings.Acknowledge;
import io.heddle.config.CursorSettings.Begin;
import io.heddle.config.NamespaceSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * The cursors of a node's users. Who has nothing stored costs the log no reading, where the log
 * knows that by itself; who has, two: the cursors, and whether anything lies behind them. Only then
 * is a room woken. Thread-safe.
 */
public final class Cursors {
  private final RoomLog log;
  private final NamespaceSettings namespaces;
  private final CursorSettings settings;
  private final CursorMetrics metrics;
  private final Unwritten unwritten;
  private final ActorRef<ToCursors> writer;

  /**
   * Cursors in a log.
   *
   * @param unwritten shared with the writer
   * @param writer writes them, a {@link CursorWriter}
   */
  public Cursors(
      RoomLog log,
      NamespaceSettings namespaces,
      CursorSettings settings,
      CursorMetrics metrics,
      Unwritten unwritten,
      ActorRef<ToCursors> writer) {
    this.log = log;
    this.namespaces = namespaces;
    this.settings = settings;
    this.metrics = metrics;
    this.unwritten = unwritten;
    this.writer = writer;
  }

  /** Whether users have cursors in a room: the server joins it, and its policy says so. */
  public boolean areKeptIn(RoomName room) {
    return room.serverJoined() && namespaces.policy(room.namespace()).durableCursors();
  }

  /** Whether a pong moves cursors too. */
  public boolean moveByPong() {
    return settings.acknowledge() == Acknowledge.AUTO;
  }

  /** What is counted. */
  public CursorMetrics metrics() {
    return metrics;
  }

  /**
   * Where a user's connection begins in those of the rooms that have cursors. Never fails; complete
   * at once where the log need not be read.
   */
  public CompletionStage<Map<RoomName, StartFrom>> starts(
      List<RoomName> rooms, String user, Optional<String> device) {
    CompletionStage<Map<RoomName, StartFrom>> all =
        CompletableFuture.completedFuture(new HashMap<>(2));
    for (RoomName room : rooms) {
      if (areKeptIn(room)) {
        all =
            all.thenCombine(
                start(new Seat(room, user, device)),
                (starts, start) -> {
                  starts.put(room, start);
                  return starts;
                });
      }
    }
    return all;
  }

  private CompletionStage<StartFrom> start(Seat seat) {
    return log.mayHold(seat.room, seat.user)
        .thenCompose(
            may ->
                may
                    ? log.cursors(seat.room, seat.user).thenCompose(known -> stored(seat, known))
                    : CompletableFuture.completedFuture(nothing(seat)))
        .exceptionally(
            _ -> {
              metrics.started(Start.UNREAD);
              return new StartFrom.Unread();
            });
  }

  /** Where a device begins with what comes next, that must be known when it comes again. */
  private StartFrom nothing(Seat seat) {
    metrics.started(Start.NOTHING);
    if (begin(seat) == Begin.NOW) {
      move(seat, Cursor.BEFORE_ALL);
    }
    return new StartFrom.Missed(Optional.empty(), false, true);
  }

  private CompletionStage<StartFrom> stored(Seat seat, List<Cursor> known) {
    Optional<Position> cursor =
        unwritten
            .find(seat.room, seat.user, seat.device)
            .or(
                () ->
                    known.stream()
                        .filter(each -> each.device().equals(seat.device))
                        .map(Cursor::position)
                        .findFirst());
    Position from = cursor.orElse(Cursor.BEFORE_ALL);
    return log.read(seat.room, from, 1, 1).thenApply(slice -> start(seat, cursor, slice));
  }

  private StartFrom start(Seat seat, Optional<Position> cursor, Slice slice) {
    if (cursor.isEmpty() && begin(seat) == Begin.NOW) {
      Position head = slice.head().offset() == 0 ? Cursor.BEFORE_ALL : slice.head();
      move(seat, head);
      metrics.started(Start.CURRENT);
      return new StartFrom.Missed(Optional.of(head), false, true);
    }
    boolean before = cursor.orElse(Cursor.BEFORE_ALL).equals(Cursor.BEFORE_ALL);
    boolean nothing =
        before ? slice.oldest() > slice.head().offset() : slice.head().equals(cursor.orElseThrow());
    metrics.started(nothing ? Start.CURRENT : Start.MISSED);
    return new StartFrom.Missed(cursor, cursor.isPresent(), nothing);
  }

  private Begin begin(Seat seat) {
    return seat.device.isPresent() ? settings.newDevice() : settings.newUser();
  }

  private void move(Seat seat, Position position) {
    move(new Cursor(seat.room, seat.user, seat.device, position), true);
  }

  /**
   * Moves a cursor forward, some time later.
   *
   * @param proven see {@link ToCursors.Move}
   */
  public void move(Cursor cursor, boolean proven) {
    if (proven) {
      unwritten.add(cursor);
    }
    writer.tell(new ToCursors.Move(cursor, proven));
  }

  private record Seat(RoomName room, String user, Optional<String> device) {}
}
