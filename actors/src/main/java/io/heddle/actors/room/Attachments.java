package io.heddle.actors.room;

import io.heddle.actors.protocol.ToLocalRoom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;

/** The nodes that have members of a room, how many, and which users where that matters. */
final class Attachments {
  private final Map<String, Attachment> byNode = new HashMap<>();
  private final Map<String, Set<String>> nodesByUser = new HashMap<>();

  /**
   * Takes a node in, or anew with who is there now.
   *
   * @return the users who are on no node any more, where the node has them no longer
   */
  List<String> attach(
      String node, ActorRef<ToLocalRoom> localRoom, int members, Set<String> users) {
    byNode.put(node, new Attachment(localRoom, members));
    List<String> gone = new ArrayList<>(0);
    for (String user : List.copyOf(nodesByUser.keySet())) {
      if (!users.contains(user) && went(node, user)) {
        gone.add(user);
      }
    }
    users.forEach(user -> came(node, user));
    return gone;
  }

  /**
   * Takes a node out, unless another local room of it has attached since; tells whose last it was.
   */
  List<String> detach(String node, ActorRef<ToLocalRoom> localRoom) {
    Attachment attachment = byNode.get(node);
    if (attachment == null || !attachment.localRoom.equals(localRoom)) {
      return List.of();
    }
    byNode.remove(node);
    List<String> gone = new ArrayList<>();
    for (String user : List.copyOf(nodesByUser.keySet())) {
      if (went(node, user)) {
        gone.add(user);
      }
    }
    return gone;
  }

  /** Notes how many members a node has, and tells the others. */
  void count(String node, int members) {
    byNode.computeIfPresent(node, (_, a) -> new Attachment(a.localRoom, members));
    tellOthers();
  }

  /** Notes a user on a node; true where no node had the user before. */
  boolean came(String node, String user) {
    Set<String> nodes = nodesByUser.computeIfAbsent(user, _ -> new HashSet<>(2));
    nodes.add(node);
    return nodes.size() == 1;
  }

  /** Forgets a user on a node; true where no node has the user any more. */
  boolean went(String node, String user) {
    Set<String> nodes = nodesByUser.get(user);
    if (nodes == null || !nodes.remove(node) || !nodes.isEmpty()) {
      return false;
    }
    nodesByUser.remove(user);
    return true;
  }

  Collection<Attachment> all() {
    return byNode.values();
  }

  Set<String> nodes() {
    return Set.copyOf(byNode.keySet());
  }

  boolean isEmpty() {
    return byNode.isEmpty();
  }

  int members() {
    int members = 0;
    for (Attachment attachment : byNode.values()) {
      members += attachment.members;
    }
    return members;
  }

  /** How many members all nodes but this one have. */
  int others(String node) {
    Attachment own = byNode.get(node);
    return members() - (own == null ? 0 : own.members);
  }

  /** Tells each node how many members the others have; nothing to tell where it is alone. */
  void tellOthers() {
    if (byNode.size() > 1) {
      byNode.forEach((node, a) -> a.localRoom.tell(new ToLocalRoom.Others(others(node))));
    }
  }

  record Attachment(ActorRef<ToLocalRoom> localRoom, int members) {}
}
