package io.heddle.http.socket;

import io.heddle.actors.protocol.ClientId;
import io.heddle.actors.protocol.CloseCode;
import io.heddle.actors.protocol.ConnectionOrder;
import io.heddle.actors.protocol.Encoder;
import io.heddle.actors.protocol.ErrorCode;
import io.heddle.actors.protocol.Event;
import io.heddle.actors.protocol.Frame;
import io.heddle.actors.protocol.Identity;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.RoomReply;
import io.heddle.actors.protocol.Socket;
import io.heddle.actors.protocol.ToConnection;
import io.heddle.http.dialect.Dialect;
import io.heddle.http.websocket.Frames;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * A socket as actors see it: an outbox that any thread may fill, and a way to wake the stage that
 * empties it. Outlives the stage by a moment at most, in which everything offered is dropped.
 */
final class LiveSocket implements Socket {
  /** How long a client may take to answer a close frame before its socket is cut. */
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(5);

  private static final Frame PING = new Frame(Frames.ping(new byte[0]));

  /** The same for one that broke the protocol, and may not even know how to close. */
  private static final Duration REFUSED_WAIT = Duration.ofSeconds(1);

  /** What the stage is woken for. */
  enum Signal {
    /** The connection has its actor: commands may come. */
    OPENED,
    /** The outbox has something. */
    DRAIN,
    /** Few enough commands are in flight to read on. */
    RESUME,
    /** The client did not answer the close, or takes no bytes: cut the socket. */
    ABORT
  }

  /**
   * Closes that come without another error; one that broke RFC 6455 hears nothing but the close.
   */
  private static final Set<CloseCode> UNANNOUNCED =
      EnumSet.of(
          CloseCode.NORMAL,
          CloseCode.INTERNAL_ERROR,
          CloseCode.RESTARTING,
          CloseCode.BLOCKED,
          CloseCode.REPLACED,
          CloseCode.DISCONNECTED,
          CloseCode.NO_PONG,
          CloseCode.WRITE_TIMEOUT);

  private final SocketEnvironment environment;
  private final Dialect dialect;
  private final Optional<String> device;
  private final ClientId clientId = ClientId.random();
  private final Outbox outbox;
  private final Consumer<Signal> wake;
  private final AtomicInteger inFlight = new AtomicInteger();
  private volatile Optional<String> userId = Optional.empty();
  private volatile @Nullable ActorRef<ToConnection> connection;
  private volatile @Nullable Receipts receipts;
  private volatile boolean proving;
  private volatile boolean gone;
  private volatile boolean paused;
  private volatile boolean closing;
  private volatile boolean refused;
  private volatile long lastInbound = System.nanoTime();

  // Only the node's sweep looks at these.
  private long lastPing = lastInbound;
  private long lastProgress;
  private long stuckSince = lastInbound;
  private long closingSince;

  LiveSocket(
      SocketEnvironment environment,
      Dialect dialect,
      Optional<String> device,
      Consumer<Signal> wake) {
    this.environment = environment;
    this.dialect = dialect;
    this.device = device;
    this.wake = wake;
    this.outbox = new Outbox(environment.settings().outboxSize().intValue());
  }

  // From any thread

  @Override
  public ClientId clientId() {
    return clientId;
  }

  @Override
  public Optional<String> userId() {
    return userId;
  }

  @Override
  public Encoder encoder() {
    return dialect.encoder();
  }

  @Override
  public void opened(ActorRef<ToConnection> actor) {
    connection = actor;
    if (gone) {
      actor.tell(new ConnectionOrder.SocketClosed());
    } else {
      wake.accept(Signal.OPENED);
    }
  }

  @Override
  public void identify(Identity identity) {
    userId = identity.userId();
  }

  @Override
  public void offer(Frame frame) {
    if (frame.fault().isPresent()) {
      close(CloseCode.INTERNAL_ERROR, frame.fault().get());
      return;
    }
    switch (outbox.offer(frame)) {
      case TAKEN -> {}
      case WAKE -> wake.accept(Signal.DRAIN);
      case CLOSED -> environment.metrics().droppedClosed();
      case FULL -> {
        environment.metrics().droppedFull();
        tooSlow();
      }
    }
  }

  @Override
  public boolean offerIfRoom(Frame frame) {
    if (frame.fault().isPresent()) {
      close(CloseCode.INTERNAL_ERROR, frame.fault().get());
      return false;
    }
    Outbox.Offer offer = outbox.offerIfRoom(frame);
    if (offer == Outbox.Offer.WAKE) {
      wake.accept(Signal.DRAIN);
    }
    return offer == Outbox.Offer.TAKEN || offer == Outbox.Offer.WAKE;
  }

  @Override
  public void whenDrained(Runnable then) {
    outbox.whenDrained(then);
  }

  @Override
  public Optional<String> device() {
    return device;
  }

  @Override
  public void proveDeliveries() {
    proving = true;
  }

  @Override
  public void delivered(RoomName room, Position position) {
    Receipts kept = receipts;
    if (kept == null) {
      kept = firstReceipts();
    }
    kept.delivered(room, position, System.nanoTime());
  }

  /** Most connections never get a publication that has to be acknowledged. */
  private synchronized Receipts firstReceipts() {
    Receipts kept = receipts;
    if (kept == null) {
      kept = new Receipts();
      receipts = kept;
    }
    return kept;
  }

  @Override
  public Optional<Position> lastDelivered(RoomName room) {
    Receipts kept = receipts;
    return kept == null ? Optional.empty() : kept.last(room);
  }

  private void tooSlow() {
    ErrorCode code = ErrorCode.SLOW_CONSUMER;
    CloseCode close = CloseCode.SLOW_CONSUMER;
    finish(close, announced(code, Frames.close(close.code(), code.text())), true);
  }

  /** An error and the close in one frame's place, so that nothing comes between them. */
  private Frame announced(ErrorCode code, byte[] close) {
    Frame error = encoder().encode(Event.Failed.of(code, Optional.empty()));
    byte[] last = Arrays.copyOf(error.bytes(), error.size() + close.length);
    System.arraycopy(close, 0, last, error.size(), close.length);
    return new Frame(last);
  }

  @Override
  public void notify(RoomReply reply) {
    tell(reply);
  }

  @Override
  public void close(CloseCode code, String reason) {
    byte[] last = Frames.close(code.code(), reason);
    boolean announce = dialect.announcesClose() && UNANNOUNCED.contains(code);
    Frame frame = announce ? announced(ErrorCode.CONNECTION_CLOSED, last) : new Frame(last);
    finish(code, frame, false);
  }

  private void finish(CloseCode code, Frame last, boolean discard) {
    Outbox.Offer offer = outbox.close(last, discard);
    if (offer == Outbox.Offer.CLOSED) {
      return;
    }
    closing = true;
    environment.metrics().closedBy(code);
    if (offer == Outbox.Offer.WAKE) {
      wake.accept(Signal.DRAIN);
    }
  }

  @Override
  public void cork() {
    outbox.cork();
  }

  @Override
  public void uncork(Frame first) {
    if (first.fault().isPresent()) {
      close(CloseCode.INTERNAL_ERROR, first.fault().get());
      return;
    }
    if (outbox.uncork(first) == Outbox.Offer.WAKE) {
      wake.accept(Signal.DRAIN);
    }
  }

  @Override
  public void handled(int count) {
    int left = inFlight.addAndGet(-count);
    if (paused && left <= environment.settings().commandsInFlight() / 2) {
      wake.accept(Signal.RESUME);
    }
  }

  @Override
  public void sweep(long nanoTime) {
    if (closing) {
      closingSince = closingSince == 0 ? nanoTime : closingSince;
      if (nanoTime - closingSince >= (refused ? REFUSED_WAIT : CLOSE_WAIT).toNanos()) {
        wake.accept(Signal.ABORT);
      }
      return;
    }
    if (nanoTime - lastInbound >= environment.settings().pongWait().toNanos()) {
      close(CloseCode.NO_PONG, CloseCode.NO_PONG.text());
    } else if (stuck(nanoTime)) {
      close(CloseCode.WRITE_TIMEOUT, CloseCode.WRITE_TIMEOUT.text());
      wake.accept(Signal.ABORT);
    } else {
      Optional<byte[]> receipt = receiptPing(nanoTime);
      if (receipt.isPresent()
          || nanoTime - lastPing >= environment.settings().pingInterval().toNanos()) {
        lastPing = nanoTime;
        environment.metrics().pinged();
        offer(receipt.map(payload -> new Frame(Frames.ping(payload))).orElse(PING));
      }
    }
  }

  /** A ping behind what has to be acknowledged, if its time has come. */
  private Optional<byte[]> receiptPing(long nanoTime) {
    Receipts kept = receipts;
    return kept == null || !proving ? Optional.empty() : kept.ping(nanoTime);
  }

  private boolean stuck(long nanoTime) {
    long progress = outbox.progress();
    if (outbox.bytes() == 0 || progress != lastProgress) {
      lastProgress = progress;
      stuckSince = nanoTime;
      return false;
    }
    return nanoTime - stuckSince >= environment.settings().writeWait().toNanos();
  }

  // From the stage

  Outbox outbox() {
    return outbox;
  }

  void tell(ToConnection message) {
    ActorRef<ToConnection> actor = connection;
    if (actor != null) {
      actor.tell(message);
    }
  }

  void command(ToConnection command) {
    inFlight.incrementAndGet();
    tell(command);
  }

  /** Notes that the stage would read; false where it has to wait for {@code RESUME}. */
  boolean mayRead() {
    int limit = environment.settings().commandsInFlight();
    if (inFlight.get() < limit) {
      paused = false;
      return true;
    }
    paused = true;
    if (inFlight.get() <= limit / 2) {
      paused = false;
      return true;
    }
    return false;
  }

  /** Whether nothing but the client's close matters any more. */
  boolean isClosing() {
    return closing;
  }

  void heard() {
    lastInbound = System.nanoTime();
  }

  /** A pong has come; its payload may be that of a ping of ours. */
  void pong(byte[] payload, int from, int to) {
    Receipts kept = receipts;
    if (kept != null) {
      Map<RoomName, Position> proven = kept.pong(payload, from, to);
      if (!proven.isEmpty()) {
        tell(new ConnectionOrder.Received(proven));
      }
    }
  }

  /** Closes on a client that broke the protocol. */
  void refuse(CloseCode code, String reason) {
    refused = true;
    close(code, reason);
  }

  /** Answers the client's close. */
  void answerClose(byte[] closeFrame) {
    closing = true;
    Outbox.Offer offer = outbox.close(new Frame(closeFrame), false);
    if (offer != Outbox.Offer.CLOSED) {
      environment.metrics().closedByClient();
    }
    if (offer == Outbox.Offer.WAKE) {
      wake.accept(Signal.DRAIN);
    }
  }

  void gone() {
    gone = true;
    if (!closing) {
      environment.metrics().aborted();
    }
    outbox.abandon();
    tell(new ConnectionOrder.SocketClosed());
  }
}
