package io.heddle.actors.connection;

import io.heddle.actors.protocol.ClientCommand;
import io.heddle.actors.protocol.RoomName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The rooms that a connection is in, or is on its way into. */
final class Subscriptions {
  private final Map<RoomName, Joining> joining = new HashMap<>(2);
  private final Set<RoomName> joined = new HashSet<>(4);
  private final Set<RoomName> byServer = new HashSet<>(4);
  private int visits;

  /** Notes the rooms that the server joins; they count as joined. */
  void enter(List<RoomName> rooms) {
    byServer.addAll(rooms);
  }

  /** The server joins one more room; gives what was to be published when the client is in. */
  List<ClientCommand.Publish> assign(RoomName room) {
    byServer.add(room);
    return Optional.ofNullable(joining.get(room)).map(Joining::take).orElse(List.of());
  }

  /**
   * Notes that the client asked for a room; each time is answered once.
   *
   * @return the number of this visit, which the answer repeats: the room may still be answering an
   *     earlier one, which the client has left
   */
  int joining(RoomName room) {
    Joining wish = joining.computeIfAbsent(room, _ -> new Joining(++visits));
    wish.asked++;
    return wish.visit;
  }

  /** The room took the client in; gives what was to be published when it does. */
  List<ClientCommand.Publish> joined(RoomName room, int visit) {
    Joining wish = joining.get(room);
    if (wish == null || wish.visit != visit) {
      return List.of();
    }
    joined.add(room);
    List<ClientCommand.Publish> deferred = wish.take();
    answered(room, wish);
    return deferred;
  }

  /** The room did not take the client in; gives what cannot be published, if no answer is left. */
  List<ClientCommand.Publish> refused(RoomName room, int visit) {
    Joining wish = joining.get(room);
    return wish != null && wish.visit == visit && answered(room, wish) ? wish.take() : List.of();
  }

  /** The room put the client out, who may be on the way in again. */
  void ousted(RoomName room) {
    joined.remove(room);
  }

  /** The client leaves, or the server takes it out; gives what was to be published. */
  List<ClientCommand.Publish> remove(RoomName room) {
    joined.remove(room);
    byServer.remove(room);
    Joining wish = joining.remove(room);
    return wish == null ? List.of() : wish.deferred;
  }

  private boolean answered(RoomName room, Joining wish) {
    wish.asked--;
    return wish.asked == 0 && joining.remove(room) != null;
  }

  /** Keeps a publish until the room has answered; false where no answer is awaited. */
  boolean defer(ClientCommand.Publish publish) {
    Joining wish = joining.get(publish.room());
    return wish != null && wish.deferred.add(publish);
  }

  /**
   * Whether a command has to wait until a room has answered: one that leaves a room which has not
   * taken in yet what was published before, or that asks about one which is taking the client in.
   */
  boolean holdBack(ClientCommand command) {
    return switch (command) {
      case ClientCommand.Unsubscribe(var rooms, _) -> rooms.stream().anyMatch(this::isAwaited);
      case ClientCommand.Presence(var room, _) -> !isIn(room) && joining.containsKey(room);
      default -> false;
    };
  }

  private boolean isAwaited(RoomName room) {
    Joining wish = joining.get(room);
    return wish != null && !wish.deferred.isEmpty();
  }

  /** Whether a room has not answered yet. */
  boolean isUnderWay() {
    return !joining.isEmpty();
  }

  boolean isIn(RoomName room) {
    return joined.contains(room) || byServer.contains(room);
  }

  boolean isJoinedByServer(RoomName room) {
    return byServer.contains(room);
  }

  /** Whether the client asked for it and is in or on its way. */
  boolean isOwn(RoomName room) {
    return joined.contains(room) || joining.containsKey(room);
  }

  /** Rooms of this name that the client asked for and is in or on its way, in any namespace. */
  List<RoomName> ownNamed(String local) {
    Set<RoomName> own = new HashSet<>(joined);
    own.addAll(joining.keySet());
    own.removeIf(room -> byServer.contains(room) || !room.local().equals(local));
    return List.copyOf(own);
  }

  /** How many rooms the client asked for and has or will have. */
  int size() {
    int size = joined.size();
    for (RoomName room : joining.keySet()) {
      size += joined.contains(room) ? 0 : 1;
    }
    return size;
  }

  /** The rooms that can be shared with others: not the user's own and not everybody's. */
  Set<RoomName> shared() {
    Set<RoomName> shared = new HashSet<>(byServer);
    shared.addAll(joined);
    shared.removeIf(room -> room.equals(RoomName.SYSTEM) || room.namespace().equals("user"));
    return Set.copyOf(shared);
  }

  /** Every room that knows of this connection. */
  List<RoomName> all() {
    Set<RoomName> all = new HashSet<>(byServer);
    all.addAll(joined);
    all.addAll(joining.keySet());
    return List.copyOf(all);
  }

  /** How often a room was asked for and has not answered, and what waits for its answer. */
  private static final class Joining {
    private final List<ClientCommand.Publish> deferred = new ArrayList<>(0);
    private final int visit;
    private int asked;

    Joining(int visit) {
      this.visit = visit;
    }

    List<ClientCommand.Publish> take() {
      List<ClientCommand.Publish> taken = List.copyOf(deferred);
      deferred.clear();
      return taken;
    }
  }
}
