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
 */
public record Draft(
    String type,
    Payload data,
    String messageId,
    Sender sender,
    Optional<String> key,
    Optional<String> conflationKey) {

  /** A draft without keys. */
  public static Draft of(String type, Payload data, String messageId, Sender sender) {
    return new Draft(type, data, messageId, sender, Optional.empty(), Optional.empty());
  }
}
