package io.heddle.http.dialect;

import io.heddle.actors.protocol.ClientCommand;
import io.heddle.actors.protocol.Encoder;
import io.heddle.actors.protocol.Frame;
import io.heddle.http.websocket.MessageDeflater;
import java.util.function.Consumer;

/**
 * A dialect as it is spoken by clients that agreed on compression. It has an encoder of its own, so
 * that a room compresses a publication once and hands all of them the same frame.
 */
public record CompressedDialect(Dialect plain, Encoder encoder) implements Dialect {
  /** Compresses what a dialect says. */
  public static CompressedDialect of(Dialect plain, MessageDeflater deflater) {
    Encoder encoder = plain.encoder();
    return new CompressedDialect(
        plain,
        event -> {
          Frame frame = encoder.encode(event);
          return frame.fault().isPresent() ? frame : new Frame(deflater.deflate(frame.bytes()));
        });
  }

  @Override
  public String name() {
    return plain.name();
  }

  @Override
  public void decode(byte[] utf8, int from, int to, Consumer<ClientCommand> sink) {
    plain.decode(utf8, from, to, sink);
  }

  @Override
  public boolean takesWhenFull() {
    return plain.takesWhenFull();
  }

  @Override
  public boolean announcesClose() {
    return plain.announcesClose();
  }
}
