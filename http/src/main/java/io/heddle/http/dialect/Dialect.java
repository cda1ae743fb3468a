package io.heddle.http.dialect;

import io.heddle.actors.protocol.ClientCommand;
import io.heddle.actors.protocol.Encoder;
import java.util.function.Consumer;

/**
 * A message shape that clients speak: turns their text messages into commands, and events into
 * frames. Stateless and safe for any thread; one object serves all connections.
 */
public interface Dialect {
  /** The name under which it is a WebSocket subprotocol (RFC 6455, section 1.9). */
  String name();

  /** How events are told; always the same object, since a room encodes once for each encoder. */
  Encoder encoder();

  /**
   * Reads a whole text message. Never throws for what a client sent: that becomes {@link
   * ClientCommand.Malformed}, and what stood before it in the message still counts.
   *
   * @param utf8 holds the message in {@code [from, to)}, already checked to be UTF-8; it belongs to
   *     the caller again after the call
   * @param sink gets each command in order, on the caller's thread
   */
  void decode(byte[] utf8, int from, int to, Consumer<ClientCommand> sink);

  /**
   * Whether a full server takes the connection, says {@code server_full} on it and closes 1013;
   * else it answers 503 in place of the upgrade.
   */
  default boolean takesWhenFull() {
    return false;
  }

  /**
   * Whether clients know the error {@code connection_closed}, so that it is sent before a close by
   * the server that no other error has announced.
   */
  default boolean announcesClose() {
    return false;
  }
}
