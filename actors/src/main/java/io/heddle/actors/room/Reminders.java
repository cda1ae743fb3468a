package io.heddle.actors.room;

import io.heddle.actors.protocol.Notice;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.ToLocalRoom;
import io.heddle.actors.protocol.ToLocalRoom.Reminded;
import io.heddle.actors.protocol.ToLocalRoom.RoomGone;
import io.heddle.actors.protocol.ToRoom;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * What a room of another node says of itself again and again, held against what this node knows:
 * confirmed where that is the same, else the node attaches anew and is filled what it lacks. Part
 * of the local room's actor.
 */
final class Reminders {
  private static final long NEVER = -1;

  private final String node;
  private final ActorRef<ToLocalRoom> self;
  private final RoomLink room;
  private final Continuity continuity;
  private final Roster roster;
  private final TimerScheduler<ToLocalRoom> timers;
  private final Runnable attach;

  /** What the roster had told when the room had another number; a word may be on its way once. */
  private long doubted = NEVER;

  Reminders(
      String node,
      ActorRef<ToLocalRoom> self,
      RoomLink room,
      Continuity continuity,
      Roster roster,
      TimerScheduler<ToLocalRoom> timers,
      Runnable attach) {
    this.node = node;
    this.self = self;
    this.room = room;
    this.continuity = continuity;
    this.roster = roster;
    this.timers = timers;
    this.attach = attach;
  }

  /** The room says how it stands. While an attach is under way it will say it again. */
  void reminded(Reminded reminded) {
    Notice notice = reminded.notice();
    if (notice.head().isEmpty()) {
      self.tell(new RoomGone(notice.ref()));
      reminded.confirm();
    } else if (room.isAttached()) {
      compare(reminded, notice.head().get());
    } else if (room.isAsleep() && room.opened(notice.ref())) {
      attach.run();
    }
  }

  private void compare(Reminded reminded, Position head) {
    Notice notice = reminded.notice();
    boolean current = continuity.leadsOnFrom(head);
    if (!room.attachedTo().orElseThrow().equals(notice.ref())) {
      another(reminded, current);
    } else if (!current || isMiscounted(notice)) {
      attach.run();
    } else if (doubted == NEVER) {
      reminded.confirm();
    }
  }

  /** Of two that hold themselves for the room the one that is behind has been replaced. */
  private void another(Reminded reminded, boolean isBehind) {
    ActorRef<ToRoom> other = reminded.notice().ref();
    if (isBehind) {
      other.tell(new ToRoom.Detach(node, self));
      reminded.confirm();
    } else {
      room.forget();
      attach.run();
    }
  }

  /** Whether the room has a wrong number of members, and it is none that has just changed. */
  private boolean isMiscounted(Notice notice) {
    boolean wrong = notice.members() != roster.toldMembers() && !roster.hasNews();
    boolean again = wrong && doubted == roster.tellings();
    doubted = wrong && !again ? roster.tellings() : NEVER;
    return again;
  }

  /** Nodes are gone; where the room's is, another one is looked for, not by all at once. */
  void left(ToLocalRoom.NodesLeft left) {
    room.attachedTo()
        .filter(_ -> !left.alive().contains(room.host()))
        .ifPresent(
            ref -> {
              RoomGone gone = new RoomGone(ref);
              long wait = ThreadLocalRandom.current().nextLong(left.spread() + 1L);
              timers.startSingleTimer(gone, gone, Duration.ofMillis(wait));
            });
  }
}
