package io.heddle.actors.room;

import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.ToLocalRoom;
import io.heddle.actors.protocol.ToLocalRoom.SeatsGranted;
import io.heddle.actors.protocol.ToRoom;
import io.heddle.actors.protocol.ToRoom.ClaimSeats;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Grants seats of a room with a capacity to the nodes that claim them. Part of the room's actor.
 *
 * <p>A room that begins does not know who has members already: before it grants its first seat
 * every node has told that, or is no more. And before it says that nothing is left it asks the
 * nodes back that have fewer members than seats, as far as they have told who left. Claims that
 * come while a node is asked wait; a node that cannot be reached holds them up until the cluster
 * gives it up, since its members may be back in a moment. A node that the room's own does not know
 * yet is not asked: that is as long as the word of a new node takes to get around.
 */
final class SeatGrants {
  private final boolean limited;
  private final Seats seats;
  private final SeatEnquiry enquiry;
  private final Attachments attachments;
  private final Runnable checkSoon;
  private boolean askedBack;

  /** {@code checkSoon}: makes that {@link #due} is called in a moment. */
  SeatGrants(
      RoomName room,
      RoomEnvironment environment,
      Attachments attachments,
      ActorRef<ToRoom> self,
      Runnable checkSoon) {
    int capacity = environment.capacity(room);
    this.limited = capacity > 0;
    this.seats = new Seats(Math.max(1, capacity));
    this.enquiry = new SeatEnquiry(room, environment.directory(), self);
    this.attachments = attachments;
    this.checkSoon = checkSoon;
  }

  /**
   * A node claims seats; one that is not attached is not heard, since nobody would hear its end.
   * While new settings are rolled out, a node may know of a capacity that this one knows nothing
   * of.
   */
  void claimed(ClaimSeats claim) {
    String node = claim.node();
    if (!limited) {
      claim.localRoom().tell(new SeatsGranted(claim.number(), Integer.MAX_VALUE));
    } else if (attachments.of(node).filter(claim.localRoom()::equals).isPresent()) {
      switch (seats.claim(claim)) {
        case CLAIM -> {
          enquiry.answered(node);
          settle();
        }
        case REPEATED -> seats.granted(node).ifPresent(SeatGrants::tell);
        case NONE -> {}
      }
    }
  }

  /** A node that was asked has no members. */
  void nobody(String node) {
    enquiry.answered(node);
    settle();
  }

  /** A node's local room is no more. */
  void left(String node, ActorRef<ToLocalRoom> localRoom) {
    seats.left(node, localRoom);
    if (attachments.of(node).isEmpty()) {
      enquiry.answered(node);
    }
    settle();
  }

  /** Time to ask those again who have not answered. */
  void due() {
    if (enquiry.isOpen()) {
      enquiry.repeat();
      settle();
    }
  }

  private void settle() {
    if (!enquiry.isOpen() && seats.wanted() > 0) {
      enquiry.askNew(seats::knows);
    }
    if (!enquiry.isOpen() && !askedBack && seats.wanted() > seats.free()) {
      enquiry.askOnceMore(node -> seats.of(node) > attachments.members(node));
      askedBack = enquiry.isOpen();
    }
    if (enquiry.isOpen()) {
      checkSoon.run();
    } else {
      askedBack = false;
      seats.serve().forEach(SeatGrants::tell);
    }
  }

  private static void tell(Seats.Granted granted) {
    granted.localRoom().tell(granted.answer());
  }
}
