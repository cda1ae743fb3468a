package io.heddle.actors.room;

import io.heddle.actors.protocol.Attendance;
import io.heddle.actors.protocol.ErrorCode;
import io.heddle.actors.protocol.PresenceReply;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.ToLocalRoom;
import io.heddle.actors.protocol.ToRoom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Who is in a room, as its nodes tell: announces who comes and goes, and answers who is there. At
 * once as a rule; in a room that has just woken when every node has told whether it has members, or
 * has had its time. Part of the room's actor.
 */
final class Presence {
  private final boolean kept;
  private final int mostUsers;
  private final Attachments attachments;
  private final Announcements announcements;
  private final NodeEnquiry enquiry;
  private final Clock clock;
  private final List<Asker> asking = new ArrayList<>(0);

  Presence(
      RoomName room,
      RoomEnvironment environment,
      Attachments attachments,
      NodeEnquiry enquiry,
      TimerScheduler<ToRoom> timers) {
    this.kept = environment.policy(room).presence();
    this.mostUsers = environment.settings().presence().maxUsers();
    this.attachments = attachments;
    this.announcements = new Announcements(room, environment, attachments, timers);
    this.enquiry = enquiry;
    this.clock = environment.clock();
  }

  /** A node begins, or begins anew; gives how many members the other nodes have. */
  int attach(ToRoom.Attach attach) {
    announcements.resumed(
        attachments.attach(attach.node(), attach.localRoom(), attach.attendance()));
    return attachments.others(attach.node());
  }

  /** A node is gone, and takes its members along. */
  void detach(String node, ActorRef<ToLocalRoom> localRoom) {
    announcements.resumed(attachments.detach(node, localRoom));
  }

  /** A node tells what has changed; or who is there, which it did not tell for a while. */
  void attended(String node, Attendance attendance) {
    Attachments.Moves moves = attachments.attended(node, attendance);
    if (attendance.names() == Attendance.Names.ALL) {
      announcements.resumed(moves);
    } else {
      announcements.moved(moves);
    }
  }

  /** {@link ToRoom.StayedAway} has come. */
  void stayedAway(String user) {
    announcements.stayedAway(user);
  }

  /** Somebody asks who is there, and is answered within {@code patience} or soon after. */
  void ask(ActorRef<PresenceReply> replyTo, Duration patience) {
    if (kept) {
      asking.add(new Asker(replyTo, clock.millis() + patience.toMillis()));
      settle();
    } else {
      replyTo.tell(new PresenceReply.Untold(ErrorCode.NOT_AVAILABLE));
    }
  }

  /** Answers those who wait, where every node has told, or who have waited long enough. */
  void settle() {
    asking.removeIf(
        asker -> {
          boolean due = !enquiry.isOpen() || asker.until <= clock.millis();
          if (due) {
            asker.replyTo.tell(
                new PresenceReply.Present(attachments.members(), attachments.users(mostUsers)));
          }
          return due;
        });
  }

  private record Asker(ActorRef<PresenceReply> replyTo, long until) {}
}
