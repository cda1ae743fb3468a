package io.heddle.actors.proof;

import io.heddle.actors.protocol.ClientCommand;
import io.heddle.actors.protocol.ConnectionOrder;
import io.heddle.actors.protocol.CorrelationId;
import io.heddle.actors.protocol.Identity;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.ToNode;
import io.heddle.actors.testing.FakeSocket;
import io.heddle.actors.testing.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A client that comes and goes, resumes where it was, and repeats what it got no answer for. */
final class Client {
  private final World world;
  private final String user;
  private final List<Session> ended = new ArrayList<>();
  private final Map<RoomName, Position> reached = new HashMap<>();
  private final Map<Integer, RoomName> unanswered = new HashMap<>();
  private final Map<RoomName, String> lastAsked = new HashMap<>();
  private Map<String, Optional<Position>> asked = new HashMap<>();
  private Optional<FakeSocket> socket = Optional.empty();

  Client(World world, String user) {
    this.world = world;
    this.user = user;
  }

  /** The socket, where it is connected. */
  Optional<FakeSocket> socket() {
    return socket;
  }

  void connect() {
    FakeSocket next = new FakeSocket(Heard::frame);
    asked = new HashMap<>();
    world.node.tell(new ToNode.Open(next, Optional.of(Identity.user(user)), false));
    socket = Optional.of(next);
  }

  /** Is gone from one moment to the next; what came until then was heard. */
  void drop() {
    Session session = session();
    ended.add(session);
    reached.putAll(session.reached());
    settle(session);
    socket.orElseThrow().actor().tell(new ConnectionOrder.SocketClosed());
    socket = Optional.empty();
  }

  /** Notes what has been answered. */
  private void settle(Session session) {
    for (Heard each : session.heard()) {
      if (each instanceof Heard.Accepted(_, _, var id)) {
        unanswered.remove(Integer.valueOf(id));
      }
    }
  }

  /** The connection that is open, as far as it has come. */
  Session session() {
    List<Heard> heard =
        socket.orElseThrow().lines().stream()
            .filter(line -> !line.isEmpty())
            .map(Heard::parse)
            .toList();
    return new Session(user, asked, heard);
  }

  /** All connections, the open one included. */
  List<Session> sessions() {
    List<Session> all = new ArrayList<>(ended);
    socket.ifPresent(_ -> all.add(session()));
    return all;
  }

  /** Subscribes, and resumes where it was in a session before this one. */
  void subscribe(RoomName room, boolean resuming) {
    Optional<Position> from = resuming ? Optional.ofNullable(reached.get(room)) : Optional.empty();
    String id = "\"s" + asked.size() + "\"";
    asked.put(id, from);
    lastAsked.put(room, id);
    Map<RoomName, Position> recover = new HashMap<>();
    from.ifPresent(position -> recover.put(room, position));
    CorrelationId correlation = new CorrelationId(World.payload(id));
    say(new ClientCommand.Subscribe(List.of(room), recover, 0, Optional.of(correlation)));
  }

  /** Asks again for the rooms that refused it or put it out, as a client does that was told so. */
  void insist(List<RoomName> rooms) {
    Session session = session();
    Set<String> without = session.withoutStay();
    rooms.stream()
        .filter(room -> without.contains(lastAsked.get(room)))
        .forEach(room -> subscribe(room, true));
  }

  void unsubscribe(RoomName room) {
    say(
        new ClientCommand.Unsubscribe(
            List.of(room), Optional.of(new CorrelationId(World.payload("0")))));
  }

  void publish(RoomName room, int number) {
    unanswered.put(number, room);
    repeat(number, room);
  }

  /** Publishes again what is not known to be in its room. */
  void repeatUnanswered() {
    settle(session());
    Map.copyOf(unanswered).forEach(this::repeat);
  }

  private void repeat(int number, RoomName room) {
    say(
        new ClientCommand.Publish(
            room,
            "message",
            World.payload(Integer.toString(number)),
            Optional.of("key-" + number),
            Optional.empty(),
            Optional.of(new CorrelationId(World.payload(Integer.toString(number))))));
  }

  /** Numbers that are not known to be in their room. */
  int unanswered() {
    socket.ifPresent(_ -> settle(session()));
    return unanswered.size();
  }

  private void say(ClientCommand command) {
    socket.orElseThrow().actor().tell(command);
  }

  @Override
  public String toString() {
    return user
        + socket
            .map(_ -> " in " + session().stays().keySet() + ", not by " + session().withoutStay())
            .orElse("");
  }
}
