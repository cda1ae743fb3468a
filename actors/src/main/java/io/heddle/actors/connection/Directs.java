package io.heddle.actors.connection;

import io.heddle.actors.node.NodeDirectory;
import io.heddle.actors.protocol.ClientCommand;
import io.heddle.actors.protocol.ClientCommand.Addressee;
import io.heddle.actors.protocol.ClientCommand.ToClient;
import io.heddle.actors.protocol.ClientCommand.ToUser;
import io.heddle.actors.protocol.Event;
import io.heddle.actors.protocol.Identity;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.RoomReply;
import io.heddle.actors.protocol.Socket;
import io.heddle.actors.protocol.ToLocalRooms;
import io.heddle.actors.protocol.ToNode;
import java.util.Optional;
import java.util.Set;

/**
 * What a client says to one connection or user, past the rooms. It is sent on at most once, and the
 * sender is not told whether anybody was there: else it would tell who is online.
 */
final class Directs {
  private final NodeDirectory directory;
  private final Socket socket;
  private final Subscriptions subscriptions;

  Directs(NodeDirectory directory, Socket socket, Subscriptions subscriptions) {
    this.directory = directory;
    this.socket = socket;
    this.subscriptions = subscriptions;
  }

  /**
   * To whoever is addressed: everybody is in the system room, so that sharing it is no condition.
   */
  void toAnyone(Addressee to, Event event) {
    whisper(to, event, Set.of(RoomName.SYSTEM));
  }

  /** To who is addressed and shares a room with the sender; one always does with oneself. */
  void toThoseWhoShare(Addressee to, Event event, Identity sender) {
    boolean oneself =
        switch (to) {
          case ToClient(var clientId) -> clientId.equals(socket.clientId());
          case ToUser(var user) -> sender.userId().equals(Optional.of(user));
        };
    whisper(to, event, oneself ? Set.of(RoomName.SYSTEM) : subscriptions.shared());
  }

  private void whisper(ClientCommand.Addressee to, Event event, Set<RoomName> sharing) {
    switch (to) {
      case ToClient(var clientId) -> tell(new ToNode.Whisper(clientId, event, sharing));
      case ToUser(var user) -> {
        RoomReply whisper = new RoomReply.Whisper(event, sharing);
        RoomName.ofUser(user)
            .map(room -> new ToLocalRooms.Notify(room, whisper, Optional.empty()))
            .ifPresent(notify -> tell(new ToNode.ForRooms(notify)));
      }
    }
  }

  private void tell(ToNode message) {
    directory.nodes().forEach(node -> node.tell(message));
  }
}
