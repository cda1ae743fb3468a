package io.heddle.actors.room;

import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.Publication;
import io.heddle.actors.protocol.ToLocalRoom.Attached;
import java.util.List;
import java.util.Optional;

/**
 * How far a node has come in a room's log, and whether what comes next follows from that without a
 * gap.
 */
final class Continuity {
  private Optional<Position> have;

  /** Begins behind a position; with none, at whatever the room says its head is. */
  Continuity(Optional<Position> have) {
    this.have = have;
  }

  /** The last position that the node has. */
  Optional<Position> have() {
    return have;
  }

  /** The last position of a node that has been attached once. */
  Position last() {
    return have.orElseThrow();
  }

  /** Whether a position is one of those that the node has come by. */
  boolean leadsOnFrom(Position position) {
    Position last = last();
    return position.epoch().equals(last.epoch()) && position.offset() <= last.offset();
  }

  /** Whether the node has not come as far as a position, as far as it knows. */
  boolean isBehind(Position position) {
    Position last = last();
    return position.epoch().equals(last.epoch()) && position.offset() > last.offset();
  }

  /** Where the node had nothing so far: what the room found missing is what comes next. */
  void beginBefore(List<Publication> missed) {
    if (have.isEmpty() && !missed.isEmpty()) {
      Position first = missed.getFirst().position();
      have = Optional.of(new Position(first.epoch(), first.offset() - 1));
    }
  }

  /** How a publication at {@code next} stands to what the node has. */
  Step step(Position next) {
    Position last = last();
    if (!next.epoch().equals(last.epoch()) || next.offset() > last.offset() + 1) {
      return Step.GAP;
    }
    return next.offset() == last.offset() + 1 ? Step.NEXT : Step.SEEN;
  }

  /** The room's head is here; what was ahead of it comes from an older word of the room. */
  void arrived(Position head) {
    if (have.isEmpty() || !leadsOnFrom(head)) {
      have = Optional.of(head);
    }
  }

  /** The node has everything up to here. */
  void reached(Position position) {
    have = Optional.of(position);
  }

  /** Whether the room fills all that lies between what the node has and the room's head. */
  boolean isFilledBy(Attached attached) {
    return have.isEmpty()
        || (attached.complete() && have.get().epoch().equals(attached.head().epoch()));
  }

  /** What a publication is to a node. */
  enum Step {
    /** It follows on what the node has. */
    NEXT,
    /** The node has it. */
    SEEN,
    /** Something lies between, or the epoch is another one. */
    GAP
  }
}
