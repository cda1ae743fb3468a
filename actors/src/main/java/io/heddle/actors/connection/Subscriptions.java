package io.heddle.actors.connection;

import io.heddle.actors.protocol.ClientCommand;
import io.heddle.actors.protocol.RoomName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rooms that a connection is in, or is on its way into. */
final class Subscriptions {
  private final Map<RoomName, List<ClientCommand.Publish>> joining = new HashMap<>(2);
  private final Set<RoomName> joined = new HashSet<>(4);
  private Set<RoomName> byServer = Set.of();

  /** Notes the rooms that the server joins; they count as joined. */
  void enter(List<RoomName> rooms) {
    byServer = Set.copyOf(rooms);
  }

  /** Notes that the client asked for a room. */
  void joining(RoomName room) {
    if (!joined.contains(room)) {
      joining.computeIfAbsent(room, _ -> new ArrayList<>(0));
    }
  }

  /** The room took the client in; gives what was to be published when it does. */
  List<ClientCommand.Publish> joined(RoomName room) {
    List<ClientCommand.Publish> deferred = joining.remove(room);
    if (deferred == null) {
      return List.of();
    }
    joined.add(room);
    return deferred;
  }

  /** The client is not in, or not any more; gives what was to be published. */
  List<ClientCommand.Publish> remove(RoomName room) {
    joined.remove(room);
    List<ClientCommand.Publish> deferred = joining.remove(room);
    return deferred == null ? List.of() : deferred;
  }

  /** Keeps a publish until the room has answered; false where no answer is awaited. */
  boolean defer(ClientCommand.Publish publish) {
    List<ClientCommand.Publish> deferred = joining.get(publish.room());
    return deferred != null && deferred.add(publish);
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

  /** How many rooms the client asked for and has or will have. */
  int size() {
    return joined.size() + joining.size();
  }

  /** The rooms that the client chose, without the server's. */
  Set<RoomName> chosen() {
    return Set.copyOf(joined);
  }

  /** Every room that knows of this connection. */
  List<RoomName> all() {
    List<RoomName> all = new ArrayList<>(byServer);
    for (RoomName room : joined) {
      if (!byServer.contains(room)) {
        all.add(room);
      }
    }
    for (RoomName room : joining.keySet()) {
      if (!byServer.contains(room)) {
        all.add(room);
      }
    }
    return all;
  }
}
