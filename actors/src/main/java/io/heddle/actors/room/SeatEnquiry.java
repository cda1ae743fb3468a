package io.heddle.actors.room;

import io.heddle.actors.node.NodeDirectory;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.ToLocalRooms;
import io.heddle.actors.protocol.ToNode;
import io.heddle.actors.protocol.ToRoom;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Asks nodes how many members they have of a room with a capacity, and again until each has
 * answered, or is no more.
 */
final class SeatEnquiry {
  private final RoomName room;
  private final ActorRef<ToRoom> self;
  private final NodeDirectory directory;
  private final Set<String> unanswered = new HashSet<>();
  private List<ActorRef<ToNode>> known = List.of();

  SeatEnquiry(RoomName room, NodeDirectory directory, ActorRef<ToRoom> self) {
    this.room = room;
    this.directory = directory;
    this.self = self;
  }

  /** Asks the nodes that have not been asked yet, but for those that have told by themselves. */
  void askNew(Predicate<String> hasTold) {
    List<ActorRef<ToNode>> nodes = directory.nodes();
    if (!nodes.equals(known)) {
      List<ActorRef<ToNode>> before = known;
      known = nodes;
      ask(node -> !hasTold.test(NodeDirectory.id(node)) && !before.contains(node));
    }
  }

  /** Asks some of the nodes by their id, though they may have told before. */
  void askOnceMore(Predicate<String> which) {
    ask(node -> which.test(NodeDirectory.id(node)));
  }

  private void ask(Predicate<ActorRef<ToNode>> which) {
    for (ActorRef<ToNode> node : directory.nodes()) {
      if (which.test(node)) {
        unanswered.add(NodeDirectory.id(node));
        ask(node);
      }
    }
  }

  /** Asks again those who have not answered, and gives up those that are no more. */
  void repeat() {
    Set<String> alive = new HashSet<>();
    for (ActorRef<ToNode> node : directory.nodes()) {
      String id = NodeDirectory.id(node);
      alive.add(id);
      if (unanswered.contains(id)) {
        ask(node);
      }
    }
    unanswered.retainAll(alive);
  }

  private void ask(ActorRef<ToNode> node) {
    node.tell(new ToNode.ForRooms(new ToLocalRooms.TellSeats(room, self)));
  }

  void answered(String node) {
    unanswered.remove(node);
  }

  boolean isOpen() {
    return !unanswered.isEmpty();
  }
}
