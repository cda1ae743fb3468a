package io.heddle.testkit;

import io.heddle.actors.protocol.ClientId;
import io.heddle.actors.protocol.CloseCode;
import io.heddle.actors.protocol.ConnectionOrder;
import io.heddle.actors.protocol.Encoder;
import io.heddle.actors.protocol.Frame;
import io.heddle.actors.protocol.Identity;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.RoomReply;
import io.heddle.actors.protocol.Socket;
import io.heddle.actors.protocol.ToConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorRef;

/** A socket that keeps what it is given, takes any number of bytes, and is never silent. */
final class TestSocket implements Socket {
  private final ClientId clientId = ClientId.random();
  private final EventLog dialect;
  private final List<Received> received = new ArrayList<>();
  private final List<Frame> heldBack = new ArrayList<>();
  private Optional<ActorRef<ToConnection>> actor = Optional.empty();
  private Optional<String> userId = Optional.empty();
  private Optional<Closed> closed = Optional.empty();
  private volatile boolean proven;
  private boolean corked;
  private boolean dropped;

  TestSocket(EventLog dialect) {
    this.dialect = dialect;
  }

  @Override
  public synchronized void opened(ActorRef<ToConnection> connection) {
    actor = Optional.of(connection);
  }

  @Override
  public ClientId clientId() {
    return clientId;
  }

  @Override
  public synchronized Optional<String> userId() {
    return userId;
  }

  @Override
  public Encoder encoder() {
    return dialect;
  }

  @Override
  public synchronized void offer(Frame frame) {
    if (corked) {
      heldBack.add(frame);
    } else if (isOpen()) {
      received.addAll(dialect.decode(frame));
      notifyAll();
    }
  }

  @Override
  public synchronized boolean offerIfRoom(Frame frame) {
    offer(frame);
    return isOpen();
  }

  @Override
  public Optional<String> device() {
    return Optional.empty();
  }

  /** What was delivered here has been received. */
  @Override
  public void proveDeliveries() {
    proven = true;
  }

  @Override
  public void delivered(RoomName room, Position position) {
    if (proven) {
      tell(new ConnectionOrder.Received(Map.of(room, position)));
    }
  }

  @Override
  public Optional<Position> lastDelivered(RoomName room) {
    return Optional.empty();
  }

  /** Nothing waits here. */
  @Override
  public void whenDrained(Runnable then) {
    then.run();
  }

  @Override
  public synchronized void notify(RoomReply reply) {
    tell(reply);
  }

  @Override
  public synchronized void close(CloseCode code, String reason) {
    if (isOpen()) {
      closed = Optional.of(new Closed(code, reason));
      notifyAll();
      tell(new ConnectionOrder.SocketClosed());
    }
  }

  @Override
  public synchronized void identify(Identity identity) {
    userId = identity.userId();
  }

  @Override
  public synchronized void cork() {
    corked = true;
  }

  @Override
  public synchronized void uncork(Frame first) {
    corked = false;
    offer(first);
    heldBack.forEach(this::offer);
    heldBack.clear();
  }

  /** Nothing has to be held up: a test sends as it likes. */
  @Override
  public void handled(int count) {}

  /** Nothing to look after: this peer is alive and takes all bytes. */
  @Override
  public void sweep(long nanoTime) {}

  /** Says something to the connection; ignored where there is none any more. */
  synchronized void tell(ToConnection message) {
    actor.ifPresent(connection -> connection.tell(message));
  }

  /** Ends as a network does that breaks. */
  synchronized void drop() {
    if (isOpen()) {
      dropped = true;
      tell(new ConnectionOrder.SocketClosed());
    }
  }

  synchronized boolean isOpen() {
    return closed.isEmpty() && !dropped;
  }

  synchronized Optional<Closed> closed() {
    return closed;
  }

  synchronized List<Received> received() {
    return List.copyOf(received);
  }

  /** Waits until more than so many events have come, or nothing can come any more, or for long. */
  synchronized boolean awaitMoreThan(int count, long nanos) throws InterruptedException {
    long deadline = System.nanoTime() + nanos;
    while (received.size() <= count && isOpen()) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return received.size() > count;
  }
}
