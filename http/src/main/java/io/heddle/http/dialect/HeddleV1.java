package io.heddle.http.dialect;

import io.heddle.actors.protocol.ClientCommand;
import io.heddle.actors.protocol.Encoder;
import java.time.Clock;
import java.util.function.Consumer;

/** The canonical dialect, {@code heddle.v1}: docs/protocol.md as it stands. */
public final class HeddleV1 implements Dialect {
  /** The subprotocol's name. */
  public static final String NAME = "heddle.v1";

  private final HeddleV1In in;
  private final HeddleV1Out out;

  /** A dialect that holds commands to {@code limits} and stamps events by {@code clock}. */
  public HeddleV1(DialectLimits limits, Clock clock) {
    in = new HeddleV1In(limits);
    out = new HeddleV1Out(clock);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Encoder encoder() {
    return out;
  }

  @Override
  public void decode(byte[] utf8, int from, int to, Consumer<ClientCommand> sink) {
    in.decode(utf8, from, to, sink);
  }

  @Override
  public boolean announcesClose() {
    return true;
  }
}
