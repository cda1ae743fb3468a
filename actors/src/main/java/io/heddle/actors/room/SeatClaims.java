package io.heddle.actors.room;

import io.heddle.actors.protocol.ToLocalRoom;
import io.heddle.actors.protocol.ToLocalRoom.SeatsGranted;
import io.heddle.actors.protocol.ToRoom.ClaimSeats;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * The seats that this node has in a room with a capacity: it lets in as many members as it was
 * granted, and claims more when there are none left. Part of the local room's actor.
 *
 * <p>A claim gives back what is not in use: until it is answered nobody is let in, and who wants in
 * waits among the wishes. One is under way at a time, for all who wait, and is repeated until it is
 * answered. With each attach the node claims anew, since the room may be another one.
 */
final class SeatClaims {
  /** How long an answer may take, in nanoseconds. */
  private static final long PATIENCE = 500_000_000;

  /** Who is not heard so often is not attached any more, as far as the room knows. */
  private static final int MOST_REPEATS = 4;

  private final boolean limited;
  private final String node;
  private final ActorRef<ToLocalRoom> self;
  private final Members members;
  private final Wishes wishes;
  private final Reports reports;
  private final RoomLink room;
  private Optional<ClaimSeats> claim = Optional.empty();
  private long claimedAt;
  private int repeats;
  private long numbers;
  private int granted;
  private boolean distributing;
  private boolean full;
  private boolean more;

  SeatClaims(
      boolean limited,
      String node,
      ActorRef<ToLocalRoom> self,
      Members members,
      Wishes wishes,
      Reports reports,
      RoomLink room) {
    this.limited = limited;
    this.node = node;
    this.self = self;
    this.members = members;
    this.wishes = wishes;
    this.reports = reports;
    this.room = room;
  }

  /** What there is for one more member. */
  enum Seat {
    FREE,
    /** The room is being asked, or is about to be: see {@link #claim}. */
    AWAITED,
    /** The room has just said that there is none. */
    NONE
  }

  Seat next() {
    if (!limited || (claim.isEmpty() && members.size() < granted)) {
      return Seat.FREE;
    }
    return full ? Seat.NONE : Seat.AWAITED;
  }

  /** Asks for seats for all who wait, those among them who have just begun to. */
  void claim() {
    if (distributing) {
      more = true;
    } else if (claim.isEmpty()) {
      claimAnew();
    }
  }

  /** The node is attached. */
  void attached() {
    if (limited) {
      claimAnew();
    }
  }

  /** The room wants to know what is in use here, whatever this node's settings say of it. */
  void tell() {
    claimAnew();
    if (!limited) {
      claim = Optional.empty();
    }
  }

  private void claimAnew() {
    granted = members.size();
    numbers++;
    claim = Optional.of(new ClaimSeats(node, self, numbers, granted, wishes.withoutSeat(members)));
    repeats = 0;
    transmit();
  }

  /** The room is told first who has come and gone, so that it knows which seats are in use. */
  private void transmit() {
    claimedAt = System.nanoTime();
    reports.now();
    claim.ifPresent(it -> room.attachedTo().ifPresent(ref -> ref.tell(it)));
  }

  /**
   * The room has answered.
   *
   * @param admit lets in who waits, and says whether the room is to be attached to anew
   * @return what {@code admit} said; false where this is no answer to what was asked last
   */
  boolean granted(SeatsGranted answer, BooleanSupplier admit) {
    if (!room.isAttached() || claim.filter(it -> it.number() == answer.number()).isEmpty()) {
      return false;
    }
    ClaimSeats answered = claim.orElseThrow();
    claim = Optional.empty();
    granted = answer.seats();
    full = granted < answered.taken() + answered.wanted();
    distributing = true;
    boolean again = admit.getAsBoolean();
    distributing = false;
    full = false;
    if (more) {
      more = false;
      claimAnew();
    }
    return again;
  }

  /** Whether an answer is awaited. */
  boolean isAsking() {
    return claim.isPresent();
  }

  /** Repeats what has waited long enough; true where the room is to be attached to anew. */
  boolean repeat() {
    if (claim.isEmpty() || !room.isAttached() || System.nanoTime() - claimedAt < PATIENCE) {
      return false;
    }
    if (repeats == MOST_REPEATS) {
      return true;
    }
    repeats++;
    transmit();
    return false;
  }
}
