package io.heddle.http.socket;

import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.RoomName;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What has been offered to a socket in rooms with cursors, and what a pong has shown to have come.
 * Bytes leave in order, so a pong proves all that was offered before its ping (RFC 6455, section
 * 5.5.3). One such ping is under way at a time. Thread-safe.
 */
final class Receipts {
  /** From a delivery to its ping, so that a burst needs one. */
  private static final Duration PING_AFTER = Duration.ofSeconds(1);

  private final Map<RoomName, Position> last = new HashMap<>(2);
  private Map<RoomName, Position> unproven = new HashMap<>(2);
  private Map<RoomName, Position> pinged = Map.of();
  private long since;
  private long number;

  /** So much has been offered, at a time of {@link System#nanoTime()}. */
  synchronized void delivered(RoomName room, Position position, long nanoTime) {
    if (unproven.isEmpty()) {
      since = nanoTime;
    }
    last.put(room, position);
    unproven.put(room, position);
  }

  /** The last that was offered in a room. */
  synchronized Optional<Position> last(RoomName room) {
    return Optional.ofNullable(last.get(room));
  }

  /** The payload of a ping that is to be offered now, if one is due. */
  synchronized Optional<byte[]> ping(long nanoTime) {
    if (unproven.isEmpty() || !pinged.isEmpty() || nanoTime - since < PING_AFTER.toNanos()) {
      return Optional.empty();
    }
    pinged = unproven;
    unproven = new HashMap<>(2);
    number++;
    return Optional.of(payload());
  }

  /** What a pong proves; nothing where it is not the one that is awaited. */
  synchronized Map<RoomName, Position> pong(byte[] bytes, int from, int to) {
    if (pinged.isEmpty()
        || !ByteBuffer.wrap(bytes, from, to - from).equals(ByteBuffer.wrap(payload()))) {
      return Map.of();
    }
    Map<RoomName, Position> proven = pinged;
    pinged = Map.of();
    return Map.copyOf(proven);
  }

  private byte[] payload() {
    return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }
}
