package io.heddle.actors.testing;

import io.heddle.actors.log.Cursor;
import io.heddle.actors.log.LogException;
import io.heddle.actors.log.LogStatus;
import io.heddle.actors.log.RoomLog;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.RoomName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.Done;

/**
 * A log whose appends go through at once until it is held; then each is applied and answered when
 * the test says so.
 */
public final class SlowLog implements RoomLog {
  private final RoomLog log;
  private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
  private final List<Integer> appends = new ArrayList<>();
  private Fault fault = Fault.NONE;
  private boolean held;
  private final List<Runnable> waitingReads = new ArrayList<>();
  private int reads;
  private int failingReads;
  private int failingMoves;
  private int moves;
  private boolean readsHeld;

  /** Wraps a log. */
  public SlowLog(RoomLog log) {
    this.log = log;
  }

  /** What goes wrong with the next append. */
  public enum Fault {
    /** Nothing. */
    NONE,
    /** It fails, and certainly is not in the log. */
    REFUSED,
    /** It fails and is not in the log, which nobody knows. */
    LOST,
    /** It fails, but is in the log. */
    UNDECIDED,
    /** Somebody else has written. */
    FENCED
  }

  /** Lets the next append go wrong. */
  public synchronized void failNext(Fault next) {
    fault = next;
  }

  /** Lets appends wait from now on. */
  public synchronized void hold() {
    held = true;
  }

  /** Lets what waits go on, and what comes not wait. */
  public void release() {
    List<Runnable> ready;
    synchronized (this) {
      held = false;
      ready = List.copyOf(waiting);
      waiting.clear();
    }
    ready.forEach(Runnable::run);
  }

  /** Lets reads wait from now on. */
  public synchronized void holdReads() {
    readsHeld = true;
  }

  /** Lets reads that wait go on, and those that come not wait. */
  public void releaseReads() {
    List<Runnable> ready;
    synchronized (this) {
      readsHeld = false;
      ready = List.copyOf(waitingReads);
      waitingReads.clear();
    }
    ready.forEach(Runnable::run);
  }

  /** Lets so many of the next reads fail. */
  public synchronized void failReads(int count) {
    failingReads = count;
  }

  /** Lets so many of the next writes of cursors fail. */
  public synchronized void failMoves(int count) {
    failingMoves = count;
  }

  /** How often cursors were written. */
  public synchronized int moves() {
    return moves;
  }

  /** How often it was read: forward, back or for cursors. */
  public synchronized int reads() {
    return reads;
  }

  private synchronized CompletionStage<Slice> read(Supplier<CompletionStage<Slice>> real) {
    reads++;
    if (failingReads > 0) {
      failingReads--;
      return CompletableFuture.failedFuture(LogException.refused("down", ofTheTest()));
    }
    CompletableFuture<Slice> answer = new CompletableFuture<>();
    Runnable work = () -> pass(real.get(), answer);
    if (readsHeld) {
      waitingReads.add(work);
    } else {
      work.run();
    }
    return answer;
  }

  /** How many publications each append had. */
  public synchronized List<Integer> appends() {
    return List.copyOf(appends);
  }

  @Override
  public CompletionStage<Position> head(RoomName room) {
    return log.head(room);
  }

  @Override
  public synchronized CompletionStage<Append> append(
      RoomName room, Position expected, UUID batch, List<Draft> drafts, long nowMillis) {
    appends.add(drafts.size());
    Fault now = fault;
    fault = Fault.NONE;
    CompletableFuture<Append> answer = new CompletableFuture<>();
    Supplier<CompletionStage<Append>> real =
        () -> log.append(room, expected, batch, drafts, nowMillis);
    Runnable work = () -> carryOut(now, expected, real, answer);
    if (held) {
      waiting.add(work);
    } else {
      work.run();
    }
    return answer;
  }

  private static <T> void pass(CompletionStage<T> from, CompletableFuture<T> to) {
    from.whenComplete(
        (value, fault) -> {
          if (fault == null) {
            to.complete(value);
          } else {
            to.completeExceptionally(
                fault instanceof CompletionException wrapped ? wrapped.getCause() : fault);
          }
        });
  }

  private static Exception ofTheTest() {
    return new IllegalStateException("of the test");
  }

  private static void carryOut(
      Fault now,
      Position expected,
      Supplier<CompletionStage<Append>> real,
      CompletableFuture<Append> answer) {
    switch (now) {
      case REFUSED -> answer.completeExceptionally(LogException.refused("full", ofTheTest()));
      case LOST -> answer.completeExceptionally(LogException.undecided("lost", ofTheTest()));
      case FENCED -> answer.complete(new Append.Fenced(expected.plus(1)));
      case UNDECIDED -> {
        var _ = real.get();
        answer.completeExceptionally(LogException.undecided("undecided", ofTheTest()));
      }
      case NONE -> pass(real.get(), answer);
    }
  }

  @Override
  public CompletionStage<Slice> read(RoomName room, Position after, int limit, long maxBytes) {
    return read(() -> log.read(room, after, limit, maxBytes));
  }

  @Override
  public CompletionStage<Slice> readBack(RoomName room, Position before, int limit, long maxBytes) {
    return read(() -> log.readBack(room, before, limit, maxBytes));
  }

  @Override
  public CompletionStage<Position> renew(RoomName room, Position lost) {
    return log.renew(room, lost);
  }

  @Override
  public CompletionStage<Boolean> mayHold(RoomName room, String user) {
    return log.mayHold(room, user);
  }

  @Override
  public synchronized CompletionStage<List<Cursor>> cursors(RoomName room, String user) {
    reads++;
    if (failingReads > 0) {
      failingReads--;
      return CompletableFuture.failedFuture(LogException.refused("down", ofTheTest()));
    }
    return log.cursors(room, user);
  }

  @Override
  public CompletionStage<Done> move(List<Cursor> cursors) {
    synchronized (this) {
      moves++;
      if (failingMoves > 0) {
        failingMoves--;
        return CompletableFuture.failedFuture(LogException.refused("down", ofTheTest()));
      }
    }
    return log.move(cursors);
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
