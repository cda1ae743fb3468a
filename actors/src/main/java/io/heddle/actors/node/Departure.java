package io.heddle.actors.node;

import io.heddle.actors.protocol.CloseCode;
import io.heddle.actors.protocol.ConnectionOrder;
import io.heddle.config.DrainSettings;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How a node lets its connections go. Each is asked to move, at a pace that the other nodes can
 * take; has time to open its new connection while the old one hears everything; finishes what it
 * has under way; and is closed if it stays all the same. Where there is no other node, waiting
 * would help nobody: all finish at once.
 *
 * <p>Part of the node's actor. Times are those of {@link System#nanoTime()}.
 */
final class Departure {
  private final DrainSettings settings;
  private final long lastCall;
  private final Queue<OpenConnection> staying;
  private final Queue<Stage> moving = new PriorityQueue<>(Stage.FIRST_DUE);
  private final Queue<Stage> finishing = new ArrayDeque<>();
  private long asked;
  private long seats;
  private double credit;
  private long steppedAt;
  private boolean alone;

  /**
   * Begins; nobody is asked before {@link #elsewhere} has told what the others can take.
   *
   * @param time for all connections to be gone
   */
  Departure(
      DrainSettings settings,
      Duration time,
      Collection<OpenConnection> connections,
      long nanoTime) {
    this.settings = settings;
    this.steppedAt = nanoTime;
    this.lastCall = nanoTime + Math.max(0, time.minus(settings.inFlight()).toNanos());
    this.staying = new ArrayDeque<>(connections);
  }

  /**
   * How things stand on the other nodes.
   *
   * @param nodes how many there are that take connections
   * @param free how many connections they can take together
   */
  void elsewhere(int nodes, long free) {
    alone = nodes == 0;
    seats = free;
  }

  /** How many connections have been asked to move or to end. */
  long asked() {
    return asked;
  }

  /** Does what is due; to be called every tenth of a second or so. */
  void step(long nanoTime) {
    if (alone || nanoTime - lastCall >= 0) {
      everybodyFinishes(nanoTime);
    } else {
      askToMove(nanoTime);
    }
    while (!moving.isEmpty() && nanoTime - moving.peek().due >= 0) {
      finish(moving.remove().connection, nanoTime);
    }
    while (!finishing.isEmpty() && nanoTime - finishing.peek().due >= 0) {
      finishing
          .remove()
          .connection
          .socket()
          .close(CloseCode.RESTARTING, CloseCode.RESTARTING.text());
    }
  }

  private void everybodyFinishes(long nanoTime) {
    moving.forEach(stage -> finish(stage.connection, nanoTime));
    moving.clear();
    asked += staying.size();
    staying.forEach(connection -> finish(connection, nanoTime));
    staying.clear();
  }

  private void askToMove(long nanoTime) {
    double seconds = (nanoTime - steppedAt) / 1e9;
    steppedAt = nanoTime;
    credit = Math.min(credit + seconds * settings.pace(), Math.max(1, settings.pace() / 5.0));
    boolean atOnce = settings.pace() == 0;
    while (!staying.isEmpty() && (atOnce || credit >= 1) && seats > 0) {
      OpenConnection connection = staying.remove();
      asked++;
      seats--;
      credit--;
      Duration after =
          Duration.ofMillis(ThreadLocalRandom.current().nextLong(settings.spread().toMillis() + 1));
      connection.actor().tell(new ConnectionOrder.Move(after));
      moving.add(new Stage(connection, nanoTime + after.plus(DrainSettings.OVERLAP).toNanos()));
    }
  }

  private void finish(OpenConnection connection, long nanoTime) {
    connection.actor().tell(new ConnectionOrder.Drain());
    finishing.add(new Stage(connection, nanoTime + settings.inFlight().toNanos()));
  }

  /** A connection, and when the next is to happen to it. */
  private record Stage(OpenConnection connection, long due) {
    /**
     * The clock may wrap around between two times, so that only their distance says which is first.
     */
    static final Comparator<Stage> FIRST_DUE = (a, b) -> Long.signum(a.due - b.due);
  }
}
