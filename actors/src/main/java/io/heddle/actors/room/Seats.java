package io.heddle.actors.room;

import io.heddle.actors.protocol.ToLocalRoom;
import io.heddle.actors.protocol.ToRoom.ClaimSeats;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * How many members each node may have of a room with a capacity, so that their sum never exceeds
 * it.
 *
 * <p>A claim says how many a node has, and that it lets nobody in until it is answered; so what the
 * room notes for a node is never less than what that node makes use of, whatever is lost, late or
 * repeated: a claim is numbered, a newer one of a node replaces the one before, and an older one
 * means nothing. Nodes that already have more than the capacity together, as they may after the
 * room has moved, keep their members; nothing is free until enough of them have left.
 */
final class Seats {
  /** Of what nobody waits for a node gets so much more than it wants that it asks seldom. */
  private static final int SLICES = 4;

  private final int capacity;
  private final Map<String, Share> shares = new HashMap<>();
  private final List<Share> waiting = new ArrayList<>();

  /** {@code capacity}: at least 1. */
  Seats(int capacity) {
    this.capacity = capacity;
  }

  /** What a claim is to the room. */
  enum News {
    /** It is to be answered. */
    CLAIM,
    /** The answer was lost, or is on its way. */
    REPEATED,
    /** It is to be answered as soon as those before it, or one that is newer has come. */
    NONE
  }

  /** Notes what a node has; it waits until {@link #serve} has an answer. */
  News claim(ClaimSeats claim) {
    Share known = shares.get(claim.node());
    if (known != null && known.claim.localRoom().equals(claim.localRoom())) {
      if (claim.number() < known.claim.number()) {
        return News.NONE;
      }
      if (claim.number() == known.claim.number()) {
        return waiting.contains(known) ? News.NONE : News.REPEATED;
      }
    }
    Share share = new Share(claim);
    shares.put(claim.node(), share);
    waiting.remove(known);
    waiting.add(share);
    return News.CLAIM;
  }

  /** The answer that a node has been given last. */
  Optional<Granted> granted(String node) {
    return Optional.ofNullable(shares.get(node)).map(Share::granted);
  }

  /**
   * Answers all who wait, in the order in which they claimed: who wants seats gets as many as are
   * left, and where nobody else waits for them some more.
   */
  List<Granted> serve() {
    List<Granted> answers = new ArrayList<>(waiting.size());
    int behind = wanted();
    for (Share share : waiting) {
      int wanted = share.claim.wanted();
      behind -= wanted;
      if (wanted > 0) {
        int free = free();
        share.seats += Math.min(free, Math.max(wanted, (free - behind) / SLICES));
      }
      answers.add(share.granted());
    }
    waiting.clear();
    return answers;
  }

  /** A node's members have gone with it; not if another local room of it has claimed since. */
  void left(String node, ActorRef<ToLocalRoom> localRoom) {
    Share share = shares.get(node);
    if (share != null && share.claim.localRoom().equals(localRoom)) {
      shares.remove(node);
      waiting.remove(share);
    }
  }

  /** Whether a node has told what it has. */
  boolean knows(String node) {
    return shares.containsKey(node);
  }

  /** How many seats those who wait want. */
  int wanted() {
    return waiting.stream().mapToInt(share -> share.claim.wanted()).sum();
  }

  /** How many seats no node has. */
  int free() {
    return Math.max(0, capacity - shares.values().stream().mapToInt(share -> share.seats).sum());
  }

  /** How many seats a node has that does not wait; 0 for one that does. */
  int of(String node) {
    Share share = shares.get(node);
    return share == null || waiting.contains(share) ? 0 : share.seats;
  }

  /** An answer, and whom it is for. */
  record Granted(ActorRef<ToLocalRoom> localRoom, ToLocalRoom.SeatsGranted answer) {}

  /** What a node has told last, and how many it may have. */
  private static final class Share {
    private final ClaimSeats claim;
    private int seats;

    private Share(ClaimSeats claim) {
      this.claim = claim;
      this.seats = claim.taken();
    }

    Granted granted() {
      return new Granted(claim.localRoom(), new ToLocalRoom.SeatsGranted(claim.number(), seats));
    }
  }
}
