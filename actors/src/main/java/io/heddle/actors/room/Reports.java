package io.heddle.actors.room;

import io.heddle.actors.protocol.ToLocalRoom;
import io.heddle.actors.protocol.ToRoom;
import java.time.Duration;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Tells the room who comes and goes on this node: what changes after a quiet time at once, what
 * changes in a rush five times a second. Part of the local room's actor.
 */
final class Reports {
  private static final Duration PACE = Duration.ofMillis(200);
  private static final int AT_ONCE = 5;
  private static final ToLocalRoom DUE = new ToLocalRoom.Report();

  private final Roster roster;
  private final RoomLink room;
  private final TimerScheduler<ToLocalRoom> timers;
  private int left = AT_ONCE;

  Reports(Roster roster, RoomLink room, TimerScheduler<ToLocalRoom> timers) {
    this.roster = roster;
    this.room = room;
    this.timers = timers;
  }

  /** Something has changed, or can be told again. */
  void changed() {
    if (left > 0) {
      now();
    }
  }

  /** Tells what there is without waiting for its time. */
  void now() {
    if (roster.hasNews()) {
      room.attachedTo().ifPresent(this::tell);
    }
  }

  /** {@link ToLocalRoom.Report} has come. */
  void due() {
    left++;
    now();
    pace();
  }

  private void tell(ActorRef<ToRoom> ref) {
    ref.tell(roster.news());
    left = Math.max(0, left - 1);
    pace();
  }

  private void pace() {
    if (left < AT_ONCE && !timers.isTimerActive(DUE)) {
      timers.startSingleTimer(DUE, DUE, PACE);
    }
  }
}
