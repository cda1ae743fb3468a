package io.heddle.actors.room;

import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.ToLocalRoom;
import io.heddle.actors.protocol.ToLocalRoom.RoomGone;
import io.heddle.actors.protocol.ToRoom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/**
 * The way from a local room to its room: which actor that is, as far as is known, and whether it
 * hands over to this node. Part of the local room's actor.
 */
final class RoomLink {
  /** How long the room may take to answer the first time; twice as long each time after that. */
  private static final long PATIENCE = 500;

  private static final int MOST_DOUBLINGS = 4;

  private final RoomName name;
  private final boolean sleeps;
  private final RoomRegion region;
  private final ActorContext<ToLocalRoom> context;
  private Optional<ActorRef<ToRoom>> room;
  private boolean attached;
  private String host = "";
  private int unanswered;
  private long askAgainAt;

  /** {@code sleeps}: whether the room is only spoken to while it is known to be awake. */
  RoomLink(Start start, boolean sleeps, RoomRegion region, ActorContext<ToLocalRoom> context) {
    this.name = start.name();
    this.room = start.room();
    this.sleeps = sleeps;
    this.region = region;
    this.context = context;
  }

  boolean isAttached() {
    return attached;
  }

  /** Whether it sleeps, as far as is known. */
  boolean isAsleep() {
    return sleeps && room.isEmpty();
  }

  /** The room, where the node is attached to it. */
  Optional<ActorRef<ToRoom>> attachedTo() {
    return attached ? room : Optional.empty();
  }

  /** The room, where it is known, attached or not. */
  Optional<ActorRef<ToRoom>> known() {
    return room;
  }

  /**
   * Asks to be attached, wherever the room is; gives how long to wait for the answer. What nobody
   * answers waits in the region: many local rooms that ask often would drown it.
   */
  Duration attach(ToRoom.Attach attach) {
    attached = false;
    room.ifPresentOrElse(ref -> ref.tell(attach), () -> region.tell(name, attach));
    long wait = PATIENCE << Math.min(unanswered++, MOST_DOUBLINGS);
    long apart = unanswered == 1 ? 0 : ThreadLocalRandom.current().nextLong(wait / 2);
    Duration patience = Duration.ofMillis(wait + apart);
    askAgainAt = System.nanoTime() + patience.toNanos();
    return patience;
  }

  /** How long the room still has for answering; zero where it had its time. */
  Duration patienceLeft() {
    return Duration.ofNanos(Math.max(0, askAgainAt - System.nanoTime()));
  }

  /** The room has attached this node. One of another node is not watched: that tells its end. */
  void attached(ActorRef<ToRoom> ref, String on) {
    if (!room.equals(Optional.of(ref))) {
      room.ifPresent(context::unwatch);
      room = Optional.of(ref);
    }
    if (ref.path().address().hasLocalScope()) {
      context.watchWith(ref, new RoomGone(ref));
    }
    host = on;
    unanswered = 0;
    attached = true;
  }

  /** The node that the room lives on that the node is attached to. */
  String host() {
    return host;
  }

  /** The room is awake as this actor; false where the node is attached to that already. */
  boolean opened(ActorRef<ToRoom> ref) {
    boolean news = !attached || !room.equals(Optional.of(ref));
    room = Optional.of(ref);
    return news;
  }

  /** An actor has ended; false where it was not the room any more. */
  boolean gone(ActorRef<ToRoom> ref) {
    boolean ours = room.equals(Optional.of(ref));
    if (ours) {
      forget();
    }
    return ours;
  }

  /** Nothing is known of the room any more. */
  void forget() {
    room = Optional.empty();
    attached = false;
  }

  /** An attach that has not been answered may still be on its way. */
  void detach(ToRoom.Detach detach) {
    if (room.isPresent()) {
      room.get().tell(detach);
    } else if (!sleeps) {
      region.tell(name, detach);
    }
  }
}
