package io.heddle.actors.protocol;

import io.heddle.actors.payload.Payload;
import java.util.Optional;

/**
 * What somebody wants published, before a room has stamped it.
 *
 * @param type the name that it goes out under; not a reserved one (see {@link ReservedTypes})
 * @param data the JSON that goes out as it came
 * @param messageId identity of the message; who wants it to be its idempotency key as well gives it
 *     as both
 * @param sender who says it
 * @param key idempotency key, at most 64 bytes, unique within room and sender
 * @param conflationKey names the thing whose newest state this is, where older ones may be skipped
 * @param relayed whether it came over something that neighbours of this cluster hear too, so that
 *     they have it already and it must not be passed on to them
 */
public record Draft(
    String type,
    Payload data,
    String messageId,
    Sender sender,
    Optional<String> key,
    Optional<String> conflationKey,
    boolean relayed) {

  /** A draft that nobody beside this cluster has. */
  public Draft(
      String type,
      Payload data,
      String messageId,
      Sender sender,
      Optional<String> key,
      Optional<String> conflationKey) {
    this(type, data, messageId, sender, key, conflationKey, false);
  }

  /** A draft without keys. */
  public static Draft of(String type, Payload data, String messageId, Sender sender) {
    return new Draft(type, data, messageId, sender, Optional.empty(), Optional.empty());
  }

  /** The same, known to have come over something that neighbours hear too. */
  public Draft asRelayed() {
    return new Draft(type, data, messageId, sender, key, conflationKey, true);
  }
}
