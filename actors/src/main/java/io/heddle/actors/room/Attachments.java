package io.heddle.actors.room;

import io.heddle.actors.protocol.Attendance;
import io.heddle.actors.protocol.Attendee;
import io.heddle.actors.protocol.Publication;
import io.heddle.actors.protocol.ToLocalRoom;
import io.heddle.actors.protocol.ToLocalRoom.Attached;
import io.heddle.actors.protocol.ToLocalRoom.Deliver;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.pekko.actor.typed.ActorRef;

/** The nodes that have members of a room, how many, and which users where they tell. */
final class Attachments {
  /** What an answer to a client may have beside all else, in characters and bytes. */
  private static final int MOST_BYTES = 256 * 1024;

  private final Map<String, Attachment> byNode = new HashMap<>();
  private final Map<String, Set<String>> nodesByUser = new HashMap<>();
  private boolean elsewhere;

  /** Whether a local room lives on another node than this, so that a message to it may be lost. */
  static boolean isElsewhere(ActorRef<ToLocalRoom> localRoom) {
    return localRoom.path().address().hasGlobalScope();
  }

  /** Takes a node in, or anew, with who is there now. */
  Moves attach(String node, ActorRef<ToLocalRoom> localRoom, Attendance attendance) {
    Attachment attachment = byNode.computeIfAbsent(node, _ -> new Attachment(localRoom));
    attachment.localRoom = localRoom;
    attachment.elsewhere = isElsewhere(localRoom);
    elsewhere |= attachment.elsewhere;
    return taken(node, attachment, attendance);
  }

  /** Takes a node out, unless another local room of it has attached since. */
  Moves detach(String node, ActorRef<ToLocalRoom> localRoom) {
    Attachment attachment = byNode.get(node);
    Moves moves = new Moves();
    if (attachment != null && attachment.localRoom.equals(localRoom)) {
      byNode.remove(node);
      elsewhere = byNode.values().stream().anyMatch(other -> other.elsewhere);
      List.copyOf(attachment.users.keySet()).forEach(user -> went(node, attachment, user, moves));
      tellOthers();
    }
    return moves;
  }

  /** Notes what a node has told, and tells the others how many there are. */
  Moves attended(String node, Attendance attendance) {
    Attachment attachment = byNode.get(node);
    return attachment == null ? new Moves() : taken(node, attachment, attendance);
  }

  private Moves taken(String node, Attachment attachment, Attendance attendance) {
    attachment.members = attendance.members();
    attachment.named = attendance.names() != Attendance.Names.NONE;
    Moves moves = new Moves();
    switch (attendance.names()) {
      case NONE ->
          // Nobody has left: it is only not known any more who is there.
          List.copyOf(attachment.users.keySet())
              .forEach(user -> went(node, attachment, user, new Moves()));
      case ALL -> {
        Set<String> gone = new HashSet<>(attachment.users.keySet());
        attendance.users().forEach(user -> gone.remove(user.userId()));
        gone.forEach(user -> went(node, attachment, user, moves));
        attendance.users().forEach(user -> stands(node, attachment, user, moves));
      }
      case CHANGED -> attendance.users().forEach(user -> stands(node, attachment, user, moves));
    }
    tellOthers();
    return moves;
  }

  private void stands(String node, Attachment attachment, Attendee user, Moves moves) {
    if (user.connections() == 0) {
      went(node, attachment, user.userId(), moves);
      return;
    }
    attachment.users.put(user.userId(), user);
    Set<String> nodes = nodesByUser.computeIfAbsent(user.userId(), _ -> new HashSet<>(2));
    if (nodes.add(node) && nodes.size() == 1) {
      moves.came.add(user.userId());
    }
  }

  private void went(String node, Attachment attachment, String user, Moves moves) {
    attachment.users.remove(user);
    Set<String> nodes = nodesByUser.get(user);
    if (nodes != null && nodes.remove(node) && nodes.isEmpty()) {
      nodesByUser.remove(user);
      moves.gone.add(user);
    }
  }

  Collection<Attachment> all() {
    return byNode.values();
  }

  /** The local room of a node. */
  Optional<ActorRef<ToLocalRoom>> of(String node) {
    return Optional.ofNullable(byNode.get(node)).map(Attachment::localRoom);
  }

  /** Whether any node but the room's own is attached. */
  boolean areElsewhere() {
    return elsewhere;
  }

  void forEachElsewhere(BiConsumer<String, Attachment> then) {
    byNode.forEach(
        (node, attachment) -> {
          if (attachment.elsewhere) {
            then.accept(node, attachment);
          }
        });
  }

  /** Hands publications over to all nodes. */
  void deliver(List<Publication> publications, boolean acknowledge) {
    Deliver whole = new Deliver(publications, acknowledge);
    for (Attachment attachment : byNode.values()) {
      if (attachment.elsewhere) {
        deliverInParts(attachment.localRoom, Parcels.of(publications), acknowledge);
      } else {
        attachment.localRoom.tell(whole);
      }
    }
  }

  /** Answers an attach; what another node missed may be more than one message takes. */
  static void answer(ActorRef<ToLocalRoom> localRoom, Attached answer) {
    List<List<Publication>> parts =
        isElsewhere(localRoom) ? Parcels.of(answer.missed()) : List.of(answer.missed());
    if (parts.size() == 1) {
      localRoom.tell(answer);
      return;
    }
    List<Publication> first = parts.getFirst();
    localRoom.tell(answer.upTo(first));
    deliverInParts(localRoom, parts.subList(1, parts.size()), true);
  }

  private static void deliverInParts(
      ActorRef<ToLocalRoom> localRoom, List<List<Publication>> parts, boolean acknowledge) {
    int last = parts.size() - 1;
    for (int i = 0; i <= last; i++) {
      localRoom.tell(new Deliver(parts.get(i), acknowledge && i == last));
    }
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

  /** How many members a node has told of. */
  int members(String node) {
    Attachment attachment = byNode.get(node);
    return attachment == null ? 0 : attachment.members;
  }

  /** How many members all nodes but this one have. */
  int others(String node) {
    return members() - members(node);
  }

  /** Whether every node tells who is there. */
  boolean areNamed() {
    return byNode.values().stream().allMatch(attachment -> attachment.named);
  }

  /** Whether a user is on a node. */
  boolean has(String user) {
    return nodesByUser.containsKey(user);
  }

  /**
   * Who is there, by their ids; empty where there are more than {@code most} or too much to say.
   */
  Optional<List<Attendee>> users(int most) {
    if (!areNamed() || nodesByUser.size() > most) {
      return Optional.empty();
    }
    Map<String, Attendee> users = new TreeMap<>();
    for (Attachment attachment : byNode.values()) {
      attachment.users.values().forEach(user -> users.merge(user.userId(), user, Attendee::and));
    }
    int bytes = users.values().stream().mapToInt(Attendee::size).sum();
    return bytes > MOST_BYTES ? Optional.empty() : Optional.of(List.copyOf(users.values()));
  }

  /** Tells each node how many members the others have; nothing to tell where it is alone. */
  private void tellOthers() {
    if (byNode.size() > 1) {
      byNode.forEach((node, a) -> a.localRoom.tell(new ToLocalRoom.Others(others(node))));
    }
  }

  /** What a node has. */
  static final class Attachment {
    private final Map<String, Attendee> users = new HashMap<>(2);
    private ActorRef<ToLocalRoom> localRoom;
    private int members;
    private boolean named;
    private boolean elsewhere;

    private Attachment(ActorRef<ToLocalRoom> localRoom) {
      this.localRoom = localRoom;
    }

    ActorRef<ToLocalRoom> localRoom() {
      return localRoom;
    }

    int members() {
      return members;
    }
  }

  /** The users who have come to the room with a first connection, and gone with the last. */
  static final class Moves {
    private final List<String> came = new ArrayList<>(0);
    private final List<String> gone = new ArrayList<>(0);

    private Moves() {}

    List<String> came() {
      return came;
    }

    List<String> gone() {
      return gone;
    }
  }
}
