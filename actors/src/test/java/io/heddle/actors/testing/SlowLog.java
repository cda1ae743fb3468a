package io.heddle.actors.testing;

import io.heddle.actors.log.RoomLog;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.Publication;
import io.heddle.actors.protocol.RoomName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

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

  /** Wraps a log. */
  public SlowLog(RoomLog log) {
    this.log = log;
  }

  /** What goes wrong with the next append. */
  public enum Fault {
    /** Nothing. */
    NONE,
    /** It fails and is not in the log. */
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
      RoomName room, Position expected, List<Publication> publications) {
    appends.add(publications.size());
    Fault now = fault;
    fault = Fault.NONE;
    CompletableFuture<Append> answer = new CompletableFuture<>();
    Runnable work = () -> carryOut(now, room, expected, publications, answer);
    if (held) {
      waiting.add(work);
    } else {
      work.run();
    }
    return answer;
  }

  private void carryOut(
      Fault now,
      RoomName room,
      Position expected,
      List<Publication> publications,
      CompletableFuture<Append> answer) {
    switch (now) {
      case LOST -> answer.completeExceptionally(new IllegalStateException("lost"));
      case FENCED -> answer.complete(Append.FENCED);
      case UNDECIDED -> {
        log.append(room, expected, publications);
        answer.completeExceptionally(new IllegalStateException("undecided"));
      }
      case NONE -> log.append(room, expected, publications).thenAccept(answer::complete);
    }
  }

  @Override
  public CompletionStage<Slice> read(RoomName room, Position after, int limit) {
    return log.read(room, after, limit);
  }
}
