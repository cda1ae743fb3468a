package io.heddle.testkit;

import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.ClientCommand;
import io.heddle.actors.protocol.ClientId;
import io.heddle.actors.protocol.ClientReply;
import io.heddle.actors.protocol.CorrelationId;
import io.heddle.actors.protocol.Event;
import io.heddle.actors.protocol.ReservedTypes;
import io.heddle.actors.protocol.RoomName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A client without a socket, behind which is a real connection. What it says has taken effect when
 * the method returns, but for what application code answers on threads of its own: {@link #receive}
 * waits for that. For one thread. Names that are malformed are an {@link IllegalArgumentException}:
 * a dialect would have refused them.
 */
public final class TestClient {
  /** Real time, for answers of handlers; a handler that takes longer is stuck. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final TestSocket socket;
  private final ActorThread actors;
  private int commands;
  private int read;

  TestClient(TestSocket socket, ActorThread actors) {
    this.socket = socket;
    this.actors = actors;
  }

  /** Which connection it is; what {@code Fabric} takes to address it. */
  public ClientId id() {
    return socket.clientId();
  }

  // What it says

  /** Presents a token, on a connection that was opened without. */
  public TestClient connect(String token) {
    return say(new ClientCommand.Connect(Optional.of(token), Optional.empty(), nextId()));
  }

  /** Presents a newer token. */
  public TestClient refresh(String token) {
    return say(new ClientCommand.Refresh(token, nextId()));
  }

  /** Subscribes to rooms. */
  public TestClient subscribe(String... rooms) {
    return say(new ClientCommand.Subscribe(names(rooms), nextId()));
  }

  /** Leaves rooms. */
  public TestClient unsubscribe(String... rooms) {
    return say(new ClientCommand.Unsubscribe(names(rooms), nextId()));
  }

  /** Publishes a {@code message}; {@code json} is any JSON value. */
  public TestClient publish(String room, String json) {
    return publish(room, "message", json);
  }

  /** Publishes under a type that is not reserved. */
  public TestClient publish(String room, String type, String json) {
    return say(
        new ClientCommand.Publish(
            new RoomName(room),
            free(type),
            Payload.of(json),
            Optional.empty(),
            Optional.empty(),
            nextId()));
  }

  /** Publishes to every connection. */
  public TestClient broadcast(String type, String json) {
    return say(new ClientCommand.Broadcast(free(type), Payload.of(json), nextId()));
  }

  /** Says something to one connection. */
  public TestClient direct(ClientId to, String type, String json) {
    return say(
        new ClientCommand.Direct(
            new ClientCommand.ToClient(to), free(type), Payload.of(json), nextId()));
  }

  /** Says something to each connection of a user. */
  public TestClient direct(String userId, String type, String json) {
    return say(
        new ClientCommand.Direct(
            new ClientCommand.ToUser(userId), free(type), Payload.of(json), nextId()));
  }

  /** Sends a message for a {@code MessageHandler}. */
  public TestClient send(String type, String json) {
    return say(new ClientCommand.Custom(free(type), Payload.of(json), nextId()));
  }

  /**
   * Answers a request of the server's.
   *
   * @param request what was received
   */
  public TestClient reply(Received request, String json) {
    return say(new ClientCommand.Reply(id(request), new ClientReply.Answered(Payload.of(json))));
  }

  /** Answers a request of the server's with an error, any JSON value. */
  public TestClient refuse(Received request, String json) {
    return say(new ClientCommand.Reply(id(request), new ClientReply.Refused(Payload.of(json))));
  }

  /** Asks for a {@code pong}. */
  public TestClient ping() {
    return say(new ClientCommand.Ping(nextId()));
  }

  /** Says anything, once a dialect has read it. */
  public TestClient say(ClientCommand command) {
    if (!socket.isOpen()) {
      throw new IllegalStateException("the connection has ended: " + this);
    }
    socket.tell(command);
    actors.awaitRest();
    return this;
  }

  /** Is gone, without a word. */
  public void drop() {
    socket.drop();
    actors.awaitRest();
  }

  // What it hears

  /**
   * The next event that was not read yet. Waits for it, in real time, for as long as a handler may
   * reasonably take.
   *
   * @throws AssertionError where nothing comes
   */
  public Received receive() {
    actors.awaitRest();
    try {
      if (!socket.awaitMoreThan(read, PATIENCE.toNanos())) {
        throw new AssertionError("nothing more was received: " + this);
      }
    } catch (InterruptedException fault) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting: " + this, fault);
    }
    return socket.received().get(read++);
  }

  /**
   * The next event of a type; others before it are passed over.
   *
   * @throws AssertionError where none comes
   */
  public Received receive(String type) {
    Received next = receive();
    while (!next.type().equals(type)) {
      next = receive();
    }
    return next;
  }

  /** What has come and was not read yet; reads it. Waits for actors, but for no handler. */
  public List<Received> unread() {
    List<Received> all = received();
    List<Received> unread = all.subList(read, all.size());
    read = all.size();
    return unread;
  }

  /** All that has come since the connection was opened, read or not. */
  public List<Received> received() {
    actors.awaitRest();
    return socket.received();
  }

  /** How the server has closed the connection, where it has. */
  public Optional<Closed> closed() {
    actors.awaitRest();
    return socket.closed();
  }

  /** Whether neither side has ended the connection. */
  public boolean isOpen() {
    actors.awaitRest();
    return socket.isOpen();
  }

  private Optional<CorrelationId> nextId() {
    return Optional.of(new CorrelationId(Payload.of(Integer.toString(++commands))));
  }

  private static CorrelationId id(Received request) {
    if (request.event() instanceof Event.Request(_, _, var id)) {
      return id;
    }
    throw new IllegalArgumentException("not a request: " + request);
  }

  private static List<RoomName> names(String... rooms) {
    return Stream.of(rooms).map(RoomName::new).toList();
  }

  private static String free(String type) {
    if (!ReservedTypes.allows(type)) {
      throw new IllegalArgumentException("reserved or not a type: '" + type + "'");
    }
    return type;
  }

  @Override
  public String toString() {
    return "client of %s, received %s%s"
        .formatted(
            socket.userId().orElse("nobody"),
            socket.received(),
            socket.closed().map(closed -> ", closed " + closed.code().code()).orElse(""));
  }
}
