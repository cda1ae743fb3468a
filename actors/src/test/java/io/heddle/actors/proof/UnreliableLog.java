package io.heddle.actors.proof;

import io.heddle.actors.log.Cursor;
import io.heddle.actors.log.LogException;
import io.heddle.actors.log.LogStatus;
import io.heddle.actors.log.RoomLog;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.Stamp;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.pekko.Done;

/**
 * A log that is late, refuses, takes without an answer, or answers not at all, at random; and a
 * record of what is in it, which the room's readers can be compared with.
 */
final class UnreliableLog implements RoomLog {
  private static final int LATEST_MILLIS = 15;

  private final RoomLog log;
  private final Random random;
  private final Map<Place, Draft> written = new ConcurrentHashMap<>();
  private volatile boolean calm;

  UnreliableLog(RoomLog log, long seed) {
    this.log = log;
    this.random = new Random(seed);
  }

  /** Where a publication stands. */
  record Place(RoomName room, Position position) {}

  /** From now on it does what it is asked. */
  void calm() {
    calm = true;
  }

  /** Everything that was ever written, by its place. */
  Map<Place, Draft> written() {
    return Map.copyOf(written);
  }

  private enum Mood {
    AT_ONCE,
    LATE,
    REFUSING,
    SILENT_BEFORE,
    SILENT_AFTER
  }

  private synchronized Mood mood() {
    int dice = calm ? 0 : random.nextInt(100);
    if (dice < 55) {
      return Mood.AT_ONCE;
    }
    if (dice < 85) {
      return Mood.LATE;
    }
    if (dice < 90) {
      return Mood.REFUSING;
    }
    return dice < 95 ? Mood.SILENT_BEFORE : Mood.SILENT_AFTER;
  }

  private synchronized Executor later() {
    return CompletableFuture.delayedExecutor(random.nextInt(LATEST_MILLIS), TimeUnit.MILLISECONDS);
  }

  private <T> CompletionStage<T> perhaps(Supplier<CompletionStage<T>> call) {
    return switch (mood()) {
      case AT_ONCE -> call.get();
      case LATE -> CompletableFuture.supplyAsync(call, later()).thenCompose(stage -> stage);
      case REFUSING -> CompletableFuture.failedFuture(LogException.refused("no", ofTheTest()));
      case SILENT_BEFORE -> failedLater();
      case SILENT_AFTER -> call.get().thenCompose(_ -> failedLater());
    };
  }

  private <T> CompletionStage<T> failedLater() {
    return CompletableFuture.supplyAsync(
        () -> {
          throw LogException.undecided("no answer", ofTheTest());
        },
        later());
  }

  private static Exception ofTheTest() {
    return new IllegalStateException("of the test");
  }

  @Override
  public CompletionStage<Append> append(
      RoomName room, Position expected, UUID batch, List<Draft> drafts, long nowMillis) {
    return perhaps(
        () ->
            log.append(room, expected, batch, drafts, nowMillis)
                .thenApply(outcome -> noted(room, drafts, outcome)));
  }

  private Append noted(RoomName room, List<Draft> drafts, Append outcome) {
    if (outcome instanceof Append.Done(var stamps)) {
      for (int i = 0; i < stamps.size(); i++) {
        Stamp stamp = stamps.get(i);
        if (!stamp.duplicate()) {
          written.put(new Place(room, stamp.position()), drafts.get(i));
        }
      }
    }
    return outcome;
  }

  @Override
  public CompletionStage<Position> head(RoomName room) {
    return perhaps(() -> log.head(room));
  }

  @Override
  public CompletionStage<Slice> read(RoomName room, Position after, int limit, long maxBytes) {
    return perhaps(() -> log.read(room, after, limit, maxBytes));
  }

  @Override
  public CompletionStage<Slice> readBack(RoomName room, Position before, int limit, long maxBytes) {
    return perhaps(() -> log.readBack(room, before, limit, maxBytes));
  }

  @Override
  public CompletionStage<Position> renew(RoomName room, Position lost) {
    return perhaps(() -> log.renew(room, lost));
  }

  @Override
  public CompletionStage<Boolean> mayHold(RoomName room, String user) {
    return perhaps(() -> log.mayHold(room, user));
  }

  @Override
  public CompletionStage<List<Cursor>> cursors(RoomName room, String user) {
    return perhaps(() -> log.cursors(room, user));
  }

  @Override
  public CompletionStage<Done> move(List<Cursor> cursors) {
    return perhaps(() -> log.move(cursors));
  }

  @Override
  public LogStatus status() {
    return log.status();
  }

  @Override
  public void close() {
    log.close();
  }
}
