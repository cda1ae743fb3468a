package io.heddle.actors.room;

import io.heddle.actors.node.NodeDirectory;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.ToLocalRooms;
import io.heddle.actors.protocol.ToNode;
import io.heddle.actors.protocol.ToRoom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Which nodes have members of a room that the server joins people to? Each is asked once, and again
 * until it has answered.
 */
final class NodeEnquiry {
  private final RoomName room;
  private final boolean sleeps;
  private final ActorRef<ToRoom> self;
  private final NodeDirectory directory;
  private final Map<String, Position> unanswered = new HashMap<>();
  private List<ActorRef<ToNode>> known = List.of();

  /** For a room that {@link RoomEnvironment#sleeps}; in another one nobody is asked. */
  NodeEnquiry(RoomName room, RoomEnvironment environment, ActorRef<ToRoom> self) {
    this.room = room;
    this.sleeps = environment.sleeps(room);
    this.directory = environment.directory();
    this.self = self;
  }

  /** Asks the nodes that have not been asked yet; true where there were any. */
  boolean askNew(Position head) {
    List<ActorRef<ToNode>> nodes = directory.nodes();
    if (!sleeps || nodes.equals(known)) {
      return false;
    }
    boolean any = false;
    for (ActorRef<ToNode> node : nodes) {
      if (!known.contains(node)) {
        unanswered.put(NodeDirectory.id(node), head);
        ask(node, head);
        any = true;
      }
    }
    known = nodes;
    return any;
  }

  /**
   * Asks again those who have not answered, and of the position of the first time: their members
   * may have nothing behind it.
   *
   * @return nodes that are no more, and will not answer
   */
  List<String> askAgain() {
    if (unanswered.isEmpty()) {
      return List.of();
    }
    Set<String> alive = new HashSet<>();
    for (ActorRef<ToNode> node : directory.nodes()) {
      String id = NodeDirectory.id(node);
      alive.add(id);
      Optional.ofNullable(unanswered.get(id)).ifPresent(since -> ask(node, since));
    }
    List<String> gone = new ArrayList<>(unanswered.keySet());
    gone.removeAll(alive);
    gone.forEach(unanswered::remove);
    return gone;
  }

  private void ask(ActorRef<ToNode> node, Position since) {
    node.tell(new ToNode.ForRooms(new ToLocalRooms.Opened(room, self, since)));
  }

  void answered(String node) {
    unanswered.remove(node);
  }

  /** Where a node's members begin to miss something; empty where it has answered. */
  Optional<Position> since(String node) {
    return Optional.ofNullable(unanswered.get(node));
  }

  boolean isOpen() {
    return !unanswered.isEmpty();
  }

  /** The nodes that have not answered, and those others. */
  Set<String> unansweredAnd(Set<String> others) {
    Set<String> all = new HashSet<>(others);
    all.addAll(unanswered.keySet());
    return all;
  }

  /** Tells every node that was asked that the room stops. */
  void close() {
    ToLocalRooms.Closed closed = new ToLocalRooms.Closed(room, self);
    known.forEach(node -> node.tell(new ToNode.ForRooms(closed)));
  }
}
