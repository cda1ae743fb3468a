package io.heddle.http.dialect;

import io.heddle.actors.protocol.ClientCommand;
import io.heddle.actors.protocol.Encoder;
import java.util.function.Consumer;

/** A dialect that differs from {@code heddle.v1} in names and in what the server says. */
record JsonDialect(
    String name, HeddleV1In in, Encoder encoder, boolean takesWhenFull, boolean announcesClose)
    implements Dialect {
  @Override
  public void decode(byte[] utf8, int from, int to, Consumer<ClientCommand> sink) {
    in.decode(utf8, from, to, sink);
  }
}
