package io.heddle.cluster.sharding;

import static io.heddle.actors.testing.World.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.protocol.ClientCommand;
import io.heddle.actors.protocol.CloseCode;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.testing.FakeSocket;
import java.util.List;
import java.util.Optional;

/** A client of a node, as its socket sees it. */
record FabricClient(FakeSocket socket) {
  /** Subscribes, and waits until that is answered. */
  FabricClient in(RoomName room) {
    says(subscribe(room));
    eventually(() -> assertThat(heard("subscribed " + room)).isNotEmpty());
    return this;
  }

  FabricClient says(ClientCommand command) {
    socket.actor().tell(command);
    return this;
  }

  static ClientCommand subscribe(RoomName room) {
    return new ClientCommand.Subscribe(List.of(room), Optional.empty());
  }

  static ClientCommand unsubscribe(RoomName room) {
    return new ClientCommand.Unsubscribe(List.of(room), Optional.empty());
  }

  List<String> heard(String start) {
    return socket.lines(start);
  }

  /** The data of a room's publications, in the order in which they came. */
  List<String> publications(RoomName room) {
    String start = room + " ";
    return socket.lines(start).stream()
        .map(line -> line.substring(line.indexOf(' ', start.length()) + 1))
        .toList();
  }

  Optional<CloseCode> closed() {
    return socket.closed();
  }
}
