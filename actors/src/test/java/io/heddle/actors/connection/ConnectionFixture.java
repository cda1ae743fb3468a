package io.heddle.actors.connection;

import static io.heddle.actors.testing.World.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.protocol.ClientCommand;
import io.heddle.actors.protocol.ConnectionOrder;
import io.heddle.actors.protocol.CorrelationId;
import io.heddle.actors.protocol.Encoder;
import io.heddle.actors.protocol.Identity;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.ToConnection;
import io.heddle.actors.protocol.ToNode;
import io.heddle.actors.testing.FakeSocket;
import io.heddle.actors.testing.TextEncoder;
import io.heddle.actors.testing.World;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/** A client and its connection, with what it may say in short. */
final class ConnectionFixture {
  final FakeSocket socket;
  final ActorRef<ToConnection> actor;
  private int commands;

  ConnectionFixture(World world, Optional<Identity> identity, boolean waitForConnect) {
    this(world, identity, waitForConnect, TextEncoder.SHARED);
  }

  private ConnectionFixture(
      World world, Optional<Identity> identity, boolean waitForConnect, Encoder encoder) {
    socket = new FakeSocket(encoder);
    world.node.tell(new ToNode.Open(socket, identity, waitForConnect));
    actor = socket.actor();
  }

  /** A connection that has been let in. */
  static ConnectionFixture open(World world, String user) {
    return open(world, Identity.user(user));
  }

  static ConnectionFixture open(World world, Identity identity) {
    return open(world, identity, TextEncoder.SHARED);
  }

  static ConnectionFixture open(World world, String user, Encoder encoder) {
    return open(world, Identity.user(user), encoder);
  }

  private static ConnectionFixture open(World world, Identity identity, Encoder encoder) {
    ConnectionFixture client = new ConnectionFixture(world, Optional.of(identity), false, encoder);
    eventually(() -> assertThat(client.socket.lines("connected")).hasSize(1));
    return client;
  }

  ConnectionFixture says(ClientCommand command) {
    commands++;
    actor.tell(command);
    return this;
  }

  ConnectionFixture subscribes(String... rooms) {
    List<RoomName> names = List.of(rooms).stream().map(RoomName::new).toList();
    return says(new ClientCommand.Subscribe(names, Optional.empty()));
  }

  ConnectionFixture unsubscribes(String room) {
    return says(new ClientCommand.Unsubscribe(List.of(new RoomName(room)), Optional.empty()));
  }

  ConnectionFixture publishes(String room, int data) {
    return says(
        new ClientCommand.Publish(
            new RoomName(room),
            "message",
            World.payload(Integer.toString(data)),
            Optional.empty(),
            Optional.empty(),
            id(data)));
  }

  ConnectionFixture pings() {
    return says(new ClientCommand.Ping(Optional.empty()));
  }

  void closes() {
    actor.tell(new ConnectionOrder.SocketClosed());
  }

  static Optional<CorrelationId> id(int number) {
    return Optional.of(new CorrelationId(World.payload(Integer.toString(number))));
  }

  /** How many commands were sent. */
  int commands() {
    return commands;
  }

  void expect(String... lines) {
    eventually(() -> assertThat(socket.lines()).contains(lines));
  }
}
