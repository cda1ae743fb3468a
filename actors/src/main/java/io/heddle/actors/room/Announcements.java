package io.heddle.actors.room;

import io.heddle.actors.metrics.RoomMetrics;
import io.heddle.actors.protocol.Event;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.ToLocalRoom;
import io.heddle.actors.protocol.ToRoom;
import java.time.Duration;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Who comes and goes, told to the members of all nodes where the policy says so. A user has left
 * who stays away for a while; nobody hears of one who comes back before. Of rooms with too many to
 * name nobody is told anything.
 */
final class Announcements {
  private final RoomName room;
  private final boolean wanted;
  private final Duration leaveDelay;
  private final RoomMetrics metrics;
  private final Attachments attachments;
  private final TimerScheduler<ToRoom> timers;

  Announcements(
      RoomName room,
      RoomEnvironment environment,
      Attachments attachments,
      TimerScheduler<ToRoom> timers) {
    this.room = room;
    this.wanted = environment.announces(room);
    this.leaveDelay = environment.settings().presence().leaveDelay();
    this.metrics = environment.metrics();
    this.attachments = attachments;
    this.timers = timers;
  }

  /** Users have come and gone while the room looked on. */
  void moved(Attachments.Moves moves) {
    if (wanted && attachments.areNamed()) {
      moves.came().stream().filter(user -> !isBack(user)).forEach(this::joined);
      moves.gone().forEach(this::leaves);
    }
  }

  /** A node has told anew who is there, or is no more: who was in before is no news. */
  void resumed(Attachments.Moves moves) {
    if (wanted) {
      moves.came().forEach(this::isBack);
      moves.gone().forEach(this::leaves);
    }
  }

  /** {@link ToRoom.StayedAway} has come. */
  void stayedAway(String user) {
    if (attachments.areNamed() && !attachments.has(user)) {
      announce(user, false);
    }
  }

  private void joined(String user) {
    announce(user, true);
  }

  private void leaves(String user) {
    timers.startSingleTimer(new ToRoom.StayedAway(user), leaveDelay);
  }

  /** Whether a user was about to be told of as gone. */
  private boolean isBack(String user) {
    ToRoom.StayedAway away = new ToRoom.StayedAway(user);
    boolean waited = timers.isTimerActive(away);
    if (waited) {
      timers.cancel(away);
      metrics.returned();
    }
    return waited;
  }

  private void announce(String user, boolean joins) {
    Event event =
        room.serverJoined() ? new Event.UserStatus(room, user, joins) : moved(user, joins);
    ToLocalRoom.Announce announce = new ToLocalRoom.Announce(event, user);
    attachments.all().forEach(attachment -> attachment.localRoom().tell(announce));
    metrics.announced();
  }

  private Event moved(String user, boolean joins) {
    int count = attachments.members();
    return joins ? new Event.UserJoined(room, user, count) : new Event.UserLeft(room, user, count);
  }
}
