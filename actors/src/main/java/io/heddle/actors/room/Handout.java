package io.heddle.actors.room;

import io.heddle.actors.metrics.RoomMetrics;
import io.heddle.actors.protocol.Event;
import io.heddle.actors.protocol.Publication;
import io.heddle.actors.protocol.ToLocalRoom;
import io.heddle.actors.protocol.ToRoom;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Hands out to the members of this node what the room hands over: contiguous offsets only, and what
 * comes in a burst together. Part of the local room's actor.
 */
final class Handout {
  private final String node;
  private final ActorRef<ToLocalRoom> self;
  private final RoomLink room;
  private final Members members;
  private final Continuity continuity;
  private final Past past;
  private final FanOut fanOut;
  private final RoomMetrics metrics;
  private final Runnable attach;

  /** {@code attach}: asks the room for what is missing. */
  Handout(
      String node,
      ActorRef<ToLocalRoom> self,
      RoomLink room,
      Members members,
      Continuity continuity,
      Past past,
      FanOut fanOut,
      RoomMetrics metrics,
      Runnable attach) {
    this.node = node;
    this.self = self;
    this.room = room;
    this.members = members;
    this.continuity = continuity;
    this.past = past;
    this.fanOut = fanOut;
    this.metrics = metrics;
    this.attach = attach;
  }

  /** Takes what the room hands over, up to the first gap; what has been seen is left out. */
  void deliver(List<Publication> publications, boolean acknowledge) {
    for (Publication publication : publications) {
      if (!room.isAttached()) {
        return;
      }
      switch (continuity.step(publication.position())) {
        case NEXT -> gather(publication);
        case SEEN -> {}
        case GAP -> attach.run();
      }
    }
    if (room.isAttached() && acknowledge) {
      flush();
      room.attachedTo()
          .orElseThrow()
          .tell(new ToRoom.Delivered(node, continuity.last().offset(), members.size()));
    }
  }

  /** The room has filled a gap. */
  void fill(List<Publication> missed) {
    if (!missed.isEmpty()) {
      metrics.gapFilled();
      deliver(missed, true);
    }
  }

  private void gather(Publication publication) {
    continuity.reached(publication.position());
    past.handedOut(publication);
    boolean first = fanOut.add(publication);
    if (fanOut.isFull()) {
      flush();
    } else if (first) {
      self.tell(new ToLocalRoom.Flush());
    }
  }

  /** Hands out something that is not logged, to all but one user. */
  void announce(Event event, String exceptUser) {
    fanOut.send(event, member -> !member.userId().equals(Optional.of(exceptUser)));
  }

  /** Hands out what has gathered. */
  void flush() {
    metrics.delivered(fanOut.flush());
  }
}
