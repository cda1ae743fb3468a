package io.heddle.http.socket;

import io.heddle.actors.protocol.Identity;
import io.heddle.http.dialect.Dialect;
import java.util.Optional;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.util.ByteString;

/**
 * One WebSocket connection after its handshake: a {@link Conversation} that has no wire yet. As a
 * stage it lies between the bytes that come and the bytes that go, under any server that speaks in
 * streams; a server that holds the socket itself is the wire, and needs no stream for it. To be
 * used once, in one way or the other.
 */
public final class ConnectionStage extends GraphStage<FlowShape<ByteString, ByteString>> {
  private final Inlet<ByteString> in = Inlet.create("ConnectionStage.in");
  private final Outlet<ByteString> out = Outlet.create("ConnectionStage.out");
  private final FlowShape<ByteString, ByteString> shape = FlowShape.of(in, out);
  private final SocketEnvironment environment;
  private final Dialect dialect;
  private final boolean compressed;
  private final Optional<Identity> identity;
  private final boolean waitForConnect;
  private final Optional<String> device;

  /**
   * A connection to be opened once.
   *
   * @param compressed whether the client's messages may be compressed
   * @param identity whose it is; empty where the client tells in-band
   * @param waitForConnect whether the client sends {@code connect} first all the same
   * @param device which of the user's devices it says that it is
   */
  public ConnectionStage(
      SocketEnvironment environment,
      Dialect dialect,
      boolean compressed,
      Optional<Identity> identity,
      boolean waitForConnect,
      Optional<String> device) {
    this.environment = environment;
    this.dialect = dialect;
    this.compressed = compressed;
    this.identity = identity;
    this.waitForConnect = waitForConnect;
    this.device = device;
  }

  @Override
  public FlowShape<ByteString, ByteString> shape() {
    return shape;
  }

  @Override
  public GraphStageLogic createLogic(Attributes inheritedAttributes) {
    return new ConnectionLogic(shape, this);
  }

  /** The conversation over a wire, which calls {@link Conversation#begin} when it is ready. */
  public Conversation over(Wire wire) {
    return new Conversation(
        environment, dialect, compressed, identity, waitForConnect, device, wire);
  }
}
