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
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.InHandler;
import org.apache.pekko.stream.stage.OutHandler;
import org.apache.pekko.util.ByteString;

/** What a {@link ConnectionStage} does; runs on the stream's thread, as everything in a stage. */
final class ConnectionLogic extends GraphStageLogic implements InHandler, OutHandler, FrameSink {
  private final Inlet<ByteString> in;
  private final Outlet<ByteString> out;
  private final SocketEnvironment environment;
  private final Dialect dialect;
  private final Optional<Identity> identity;
  private final boolean waitForConnect;
  private final FrameDecoder decoder;
  private final LiveSocket socket;
  private boolean opened;
  private boolean clientClosed;

  ConnectionLogic(
      FlowShape<ByteString, ByteString> shape,
      SocketEnvironment environment,
      Dialect dialect,
      Optional<Identity> identity,
      boolean waitForConnect) {
    super(shape);
    this.in = shape.in();
    this.out = shape.out();
    this.environment = environment;
    this.dialect = dialect;
    this.identity = identity;
    this.waitForConnect = waitForConnect;
    this.decoder =
        new FrameDecoder(
            environment.settings().maxMessageSize().intValue(),
            environment.settings().readBufferSize().intValue());
    AsyncCallback<LiveSocket.Signal> callback = createAsyncCallback(this::on);
    this.socket = new LiveSocket(environment, dialect, callback::invoke);
    setHandler(in, this);
    setHandler(out, this);
  }

  @Override
  public void preStart() {
    environment.node().tell(new ToNode.Open(socket, identity, waitForConnect));
  }

  @Override
  public void postStop() {
    socket.gone();
  }

  private void on(LiveSocket.Signal signal) {
    switch (signal) {
      case OPENED -> {
        opened = true;
        read();
      }
      case DRAIN -> {
        drain();
        read();
      }
      case RESUME -> read();
      case ABORT -> cut();
    }
  }

  /**
   * A socket that takes no bytes would keep a stream that only completes waiting for them, for as
   * long as the client likes.
   */
  private void cut() {
    if (isAvailable(out)) {
      completeStage();
    } else {
      failStage(new ClientGoneException());
    }
  }

  // In

  @Override
  public void onPush() {
    socket.heard();
    byte[] chunk = grab(in).toArrayUnsafe();
    environment.metrics().read(chunk.length);
    decoder.decode(chunk, 0, chunk.length, this);
    read();
  }

  /**
   * After a violation reading goes on, since unread bytes would reset the socket at its close. One
   * that was closed before it had an actor is read for the client's close.
   */
  private void read() {
    boolean begun = opened || socket.isClosing();
    boolean wanted = begun && !clientClosed && !isClosed(in) && !hasBeenPulled(in);
    if (wanted && (decoder.stopped() || socket.mayRead())) {
      pull(in);
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
    // Any byte that comes is a sign of life, and it has been noted.
  }

  @Override
  public void close(int code, String reason) {
    clientClosed = true;
    boolean named = code != CloseCodes.NO_CODE;
    socket.answerClose(named ? Frames.close(code, "") : Frames.close());
    if (socket.outbox().isDone()) {
      completeStage();
    } else {
      drain();
    }
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
    drain();
  }

  @Override
  public void onUpstreamFinish() {
    completeStage();
  }

  @Override
  public void onUpstreamFailure(Throwable fault) {
    completeStage();
  }

  // Out

  @Override
  public void onPull() {
    drain();
  }

  private void drain() {
    if (!isAvailable(out)) {
      return;
    }
    byte[] bytes = socket.outbox().take();
    if (bytes.length > 0) {
      environment.metrics().wrote(bytes.length);
      push(out, ByteString.fromArrayUnsafe(bytes));
    }
    if (clientClosed && socket.outbox().isDone()) {
      completeStage();
    }
  }

  @Override
  public void onDownstreamFinish(Throwable cause) {
    completeStage();
  }
}
