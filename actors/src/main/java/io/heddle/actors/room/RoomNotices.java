package io.heddle.actors.room;

import io.heddle.actors.node.NodeDirectory;
import io.heddle.actors.protocol.Notice;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.ToLocalRoom;
import io.heddle.actors.protocol.ToNotices;
import io.heddle.actors.protocol.ToRoom;
import java.time.Duration;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * How a room keeps in touch with the nodes that it hands over to. A local room of its own node is
 * watched, and misses nothing. What goes to other nodes may be lost: a moment after something did
 * they are told where the room is, by way of their node's notices, until they have come as far.
 * Part of the room's actor.
 */
final class RoomNotices {
  /** What is published meanwhile needs no notice of its own. */
  private static final Duration REST = Duration.ofMillis(300);

  private static final ToRoom DUE = new ToRoom.Remind();

  private final RoomName room;
  private final boolean findsItsMembers;
  private final NodeDirectory directory;
  private final Attachments attachments;
  private final ActorContext<ToRoom> context;
  private final TimerScheduler<ToRoom> timers;

  RoomNotices(
      RoomName room,
      RoomEnvironment environment,
      Attachments attachments,
      ActorContext<ToRoom> context,
      TimerScheduler<ToRoom> timers) {
    this.room = room;
    this.findsItsMembers = environment.sleeps(room);
    this.directory = environment.directory();
    this.attachments = attachments;
    this.context = context;
    this.timers = timers;
  }

  /** The node that the room lives on; empty where that has not told yet. */
  String host() {
    return directory.own().map(NodeDirectory.Own::id).orElse("");
  }

  /** A node is handed over to from now on. */
  void attached(String node, ActorRef<ToLocalRoom> localRoom) {
    if (Attachments.isElsewhere(localRoom)) {
      handedOver();
    } else {
      context.watchWith(localRoom, new ToRoom.Detach(node, localRoom));
    }
  }

  /** A local room is handed nothing any more; another one of its node may be. */
  void detached(String node, ActorRef<ToLocalRoom> localRoom) {
    if (!Attachments.isElsewhere(localRoom)) {
      context.unwatch(localRoom);
    } else if (attachments.of(node).isEmpty()) {
      tell(new ToNotices.Unfollow(context.getSelf(), node));
    }
  }

  /** Something went to the nodes that may get lost. */
  void handedOver() {
    if (attachments.areElsewhere() && !timers.isTimerActive(DUE)) {
      timers.startSingleTimer(DUE, DUE, REST);
    }
  }

  /** {@link ToRoom.Remind} has come. */
  void due(Position head) {
    remind(Optional.of(head));
  }

  /**
   * Where the room ends, the nodes are told, unless the next one asks by itself who has members.
   */
  Behavior<ToRoom> on(Signal signal) {
    if (signal instanceof PostStop && findsItsMembers) {
      attachments.forEachElsewhere(
          (node, _) -> tell(new ToNotices.Unfollow(context.getSelf(), node)));
    } else if (signal instanceof PostStop) {
      remind(Optional.empty());
    }
    return Behaviors.same();
  }

  private void remind(Optional<Position> head) {
    attachments.forEachElsewhere(
        (node, attachment) ->
            tell(
                new ToNotices.Tell(
                    node,
                    new Notice(
                        room,
                        context.getSelf(),
                        attachment.localRoom(),
                        head,
                        attachment.members()))));
  }

  private void tell(ToNotices message) {
    directory.own().ifPresent(own -> own.notices().tell(message));
  }
}
