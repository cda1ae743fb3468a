package io.heddle.actors.testing;

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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.ActorRef;

/** A socket that keeps what it is given, a line an event. */
public final class FakeSocket implements Socket {
  private final ClientId clientId = ClientId.random();
  private final Encoder encoder;
  private final List<Frame> sent = new ArrayList<>();
  private final List<Frame> heldBack = new ArrayList<>();
  private final List<RoomReply> replies = new ArrayList<>();
  private Optional<String> userId = Optional.empty();
  private Optional<CloseCode> closed = Optional.empty();
  private final CompletableFuture<ActorRef<ToConnection>> actor = new CompletableFuture<>();
  private final List<Runnable> drains = new ArrayList<>();
  private final Map<RoomName, Position> delivered = new HashMap<>();
  private Optional<String> device = Optional.empty();
  private boolean proves;
  private boolean slow;
  private int room = Integer.MAX_VALUE;
  private boolean corked;
  private int handled;
  private int sweeps;

  /** A socket of nobody yet. */
  public FakeSocket() {
    this(TextEncoder.SHARED);
  }

  /** A socket that speaks a dialect of its own. */
  public FakeSocket(Encoder encoder) {
    this.encoder = encoder;
  }

  /** A socket of a user. */
  public static FakeSocket of(String user) {
    FakeSocket socket = new FakeSocket();
    socket.identify(Identity.user(user));
    return socket;
  }

  /** Names the device of the address that it opened. */
  public FakeSocket on(String name) {
    device = Optional.of(name);
    return this;
  }

  @Override
  public void opened(ActorRef<ToConnection> connection) {
    actor.complete(connection);
  }

  /** The connection's actor; waits until it is there. */
  public ActorRef<ToConnection> actor() {
    return actor.join();
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
    return encoder;
  }

  @Override
  public synchronized void offer(Frame frame) {
    if (frame.fault().isPresent()) {
      close(CloseCode.INTERNAL_ERROR, frame.fault().get());
    }
    if (closed.isEmpty()) {
      (corked ? heldBack : sent).add(frame);
    }
  }

  @Override
  public synchronized boolean offerIfRoom(Frame frame) {
    if (closed.isPresent() || room == 0) {
      return false;
    }
    room--;
    offer(frame);
    return true;
  }

  @Override
  public void whenDrained(Runnable then) {
    synchronized (this) {
      if (slow) {
        drains.add(then);
        return;
      }
    }
    then.run();
  }

  @Override
  public Optional<String> device() {
    return device;
  }

  @Override
  public synchronized void proveDeliveries() {
    proves = true;
  }

  @Override
  public synchronized void delivered(RoomName room, Position position) {
    delivered.put(room, position);
  }

  @Override
  public synchronized Optional<Position> lastDelivered(RoomName room) {
    return Optional.ofNullable(delivered.get(room));
  }

  /** The pong to a ping that was sent now comes; false where none would have been. */
  public synchronized boolean pong() {
    if (!proves || delivered.isEmpty()) {
      return false;
    }
    actor.join().tell(new ConnectionOrder.Received(Map.copyOf(delivered)));
    return true;
  }

  /** From now on takes what can wait only when told so by {@link #drain}. */
  public synchronized void slow() {
    slow = true;
    room = 0;
  }

  /** Takes so many more frames that can wait, and tells who waits for it. */
  public void drain(int frames) {
    List<Runnable> due;
    synchronized (this) {
      room = frames;
      due = List.copyOf(drains);
      drains.clear();
    }
    due.forEach(Runnable::run);
  }

  /** Takes everything from now on, and tells who waits for it. */
  public void quick() {
    synchronized (this) {
      slow = false;
    }
    drain(Integer.MAX_VALUE);
  }

  /** Whether somebody waits until this socket has taken something. */
  public synchronized boolean isWaitedFor() {
    return !drains.isEmpty();
  }

  @Override
  public synchronized void notify(RoomReply reply) {
    replies.add(reply);
    if (actor.isDone()) {
      actor.join().tell(reply);
    }
  }

  @Override
  public synchronized void close(CloseCode code, String reason) {
    closed = Optional.of(closed.orElse(code));
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
    sent.add(first);
    sent.addAll(heldBack);
    heldBack.clear();
  }

  @Override
  public synchronized void handled(int count) {
    handled += count;
  }

  @Override
  public synchronized void sweep(long nanoTime) {
    sweeps++;
  }

  /** Every event that was sent, in order. */
  public synchronized List<String> lines() {
    StringBuilder all = new StringBuilder();
    sent.forEach(frame -> all.append(new String(frame.bytes(), StandardCharsets.UTF_8)));
    return all.toString().lines().toList();
  }

  /** Events that begin with a text. */
  public List<String> lines(String start) {
    return lines().stream().filter(line -> line.startsWith(start)).toList();
  }

  /** Frames that were sent; one may hold several events. */
  public synchronized int frames() {
    return sent.size();
  }

  /** What rooms told this connection's actor. */
  public synchronized List<RoomReply> replies() {
    return List.copyOf(replies);
  }

  /** With which code it was closed first. */
  public synchronized Optional<CloseCode> closed() {
    return closed;
  }

  /** How many commands were said to be dealt with. */
  public synchronized int handled() {
    return handled;
  }

  /** How often it was swept. */
  public synchronized int sweeps() {
    return sweeps;
  }

  @Override
  public String toString() {
    return userId().orElse("nobody") + lines();
  }
}
