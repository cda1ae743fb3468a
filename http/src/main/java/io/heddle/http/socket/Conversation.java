package io.heddle.http.socket;

import io.heddle.actors.protocol.CloseCode;
import io.heddle.actors.protocol.ErrorCode;
import io.heddle.actors.protocol.Event;
import io.heddle.actors.protocol.Frame;
import io.heddle.actors.protocol.Identity;
import io.heddle.actors.protocol.ToNode;
import io.heddle.http.dialect.Dialect;
import io.heddle.http.websocket.CloseCodes;
import io.heddle.http.websocket.FrameDecoder;
import io.heddle.http.websocket.FrameSink;
import io.heddle.http.websocket.Frames;
import io.heddle.http.websocket.Utf8;
import io.heddle.http.websocket.Violation;
import java.util.Optional;

/**
 * A WebSocket connection after its handshake, whatever carries its bytes. All methods are called on
 * the thread of its {@link Wire}.
 *
 * <pre>
 *   bytes ──▶ FrameDecoder ──▶ Dialect ──▶ commands ──▶ Connection (actor)
 *                                                            │ events
 *   bytes ◀── Outbox ◀── frames ◀── Encoder ◀────────────────┴── LocalRoom: one frame for all
 * </pre>
 *
 * <p>Reading stops while too many commands are in flight; writing joins what waits.
 */
public final class Conversation implements FrameSink {
  private final SocketEnvironment environment;
  private final Dialect dialect;
  private final Optional<Identity> identity;
  private final boolean waitForConnect;
  private final Wire wire;
  private final FrameDecoder decoder;
  private final LiveSocket socket;
  private boolean opened;
  private boolean reading;
  private boolean clientClosed;

  Conversation(
      SocketEnvironment environment,
      Dialect dialect,
      boolean compressed,
      Optional<Identity> identity,
      boolean waitForConnect,
      Optional<String> device,
      Wire wire) {
    this.environment = environment;
    this.dialect = dialect;
    this.identity = identity;
    this.waitForConnect = waitForConnect;
    this.wire = wire;
    this.decoder =
        new FrameDecoder(
            environment.settings().maxMessageSize().intValue(),
            environment.settings().readBufferSize().intValue(),
            compressed);
    this.socket = new LiveSocket(environment, dialect, device, this::signal);
  }

  /** Opens the connection at the node; called first. */
  public void begin() {
    environment.node().tell(new ToNode.Open(socket, identity, waitForConnect));
  }

  /** The wire has ended; called last, and always. */
  public void gone() {
    socket.gone();
  }

  private void signal(LiveSocket.Signal signal) {
    switch (signal) {
      case OPENED ->
          wire.execute(
              () -> {
                opened = true;
                read();
              });
      case DRAIN -> wire.wake();
      case RESUME -> wire.execute(this::read);
      case ABORT -> wire.execute(wire::cut);
    }
  }

  // In

  /**
   * Bytes that were asked for.
   *
   * @param bytes nobody else's from now on
   */
  public void received(byte[] bytes) {
    reading = false;
    socket.heard();
    environment.metrics().read(bytes.length);
    decoder.decode(bytes, 0, bytes.length, this);
    read();
  }

  /**
   * After a violation reading goes on, since unread bytes would reset the socket at its close. One
   * that was closed before it had an actor is read for the client's close.
   */
  private void read() {
    boolean begun = opened || socket.isClosing();
    if (begun && !clientClosed && !reading && (decoder.stopped() || socket.mayRead())) {
      reading = true;
      wire.read();
    }
  }

  @Override
  public void text(byte[] utf8, int from, int to) {
    environment.metrics().message();
    if (opened) {
      dialect.decode(utf8, from, to, socket::command);
    }
  }

  @Override
  public void binary(byte[] bytes, int from, int to) {
    environment.metrics().binary();
    CloseCode code = CloseCode.UNSUPPORTED_DATA;
    if (!environment.settings().binaryAsText()) {
      refuse(code, code.text());
    } else if (Utf8.valid(bytes, from, to)) {
      text(bytes, from, to);
    } else {
      refuse(code, "binary message is not UTF-8");
    }
  }

  @Override
  public void ping(byte[] payload, int from, int to) {
    socket.offer(new Frame(Frames.pong(payload, from, to)));
  }

  @Override
  public void pong(byte[] payload, int from, int to) {
    socket.pong(payload, from, to);
  }

  @Override
  public void close(int code, String reason) {
    clientClosed = true;
    boolean named = code != CloseCodes.NO_CODE;
    socket.answerClose(named ? Frames.close(code, "") : Frames.close());
  }

  @Override
  public void violation(Violation violation, String text) {
    environment.metrics().violated(violation);
    CloseCode code =
        switch (violation.closeCode()) {
          case CloseCodes.TOO_LARGE -> CloseCode.TOO_LARGE;
          case CloseCodes.INVALID_PAYLOAD -> CloseCode.INVALID_PAYLOAD;
          default -> CloseCode.PROTOCOL_ERROR;
        };
    refuse(code, text);
  }

  /** What still comes is thrown away until the client has closed or its time is up. */
  private void refuse(CloseCode code, String text) {
    decoder.stop();
    if (code == CloseCode.TOO_LARGE) {
      Event error = new Event.Failed(ErrorCode.TOO_LARGE, text, Optional.empty(), Optional.empty());
      socket.offer(dialect.encoder().encode(error));
    }
    socket.refuse(code, text);
  }

  // Out

  /** Puts what is to be written next into an empty batch; nothing where nothing waits. */
  public void take(Batch next) {
    socket.outbox().take(next);
    if (!next.isEmpty()) {
      environment.metrics().wrote(next.size());
    }
    read();
  }

  /** Whether both sides have closed: the wire ends behind what has been taken. */
  public boolean isOver() {
    return clientClosed && socket.outbox().isDone();
  }
}
