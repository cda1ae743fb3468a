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
 * One WebSocket connection after its handshake, as a stage between the bytes that come and the
 * bytes that go.
 *
 * <pre>
 *   bytes ──▶ FrameDecoder ──▶ Dialect ──▶ commands ──▶ Connection (actor)
 *                                                            │ events
 *   bytes ◀── Outbox ◀── frames ◀── Encoder ◀────────────────┴── LocalRoom: one frame for all
 * </pre>
 *
 * <p>Reading stops while too many commands are in flight; writing joins what waits. The stage lives
 * as long as the socket: when it ends, for whatever reason, the connection's actor is told.
 */
public final class ConnectionStage extends GraphStage<FlowShape<ByteString, ByteString>> {
  private final Inlet<ByteString> in = Inlet.create("ConnectionStage.in");
  private final Outlet<ByteString> out = Outlet.create("ConnectionStage.out");
  private final FlowShape<ByteString, ByteString> shape = FlowShape.of(in, out);
  private final SocketEnvironment environment;
  private final Dialect dialect;
  private final Optional<Identity> identity;
  private final boolean waitForConnect;

  /**
   * A connection to be materialized once.
   *
   * @param identity whose it is; empty where the client tells in-band
   * @param waitForConnect whether the client sends {@code connect} first all the same
   */
  public ConnectionStage(
      SocketEnvironment environment,
      Dialect dialect,
      Optional<Identity> identity,
      boolean waitForConnect) {
    this.environment = environment;
    this.dialect = dialect;
    this.identity = identity;
    this.waitForConnect = waitForConnect;
  }

  @Override
  public FlowShape<ByteString, ByteString> shape() {
    return shape;
  }

  @Override
  public GraphStageLogic createLogic(Attributes inheritedAttributes) {
    return new ConnectionLogic(shape, environment, dialect, identity, waitForConnect);
  }
}
