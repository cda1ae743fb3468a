package io.heddle.cluster.redis;

import io.heddle.actors.payload.MalformedJsonException;
import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.ReservedTypes;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.Sender;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What holds for a message from Redis, whichever way it came. Pure. */
final class IngressRules {
  /** Longest idempotency key, in bytes of UTF-8. */
  static final int MAX_KEY = 64;

  /** Longest message id, in bytes of UTF-8: two UUIDs and a few words. */
  static final int MAX_MESSAGE_ID = 128;

  private IngressRules() {}

  /** Bytes that are one JSON value; {@code what} names them in the error. */
  static Payload json(String what, byte[] bytes) throws UnfitException {
    if (!Utf8.valid(bytes)) {
      throw new UnfitException(IngressOutcome.GARBAGE, what + " is not UTF-8");
    }
    try {
      return Payload.parse(bytes);
    } catch (MalformedJsonException malformed) {
      throw new UnfitException(IngressOutcome.GARBAGE, what + ": " + malformed.getMessage());
    }
  }

  /** A type that a publication may go out under. */
  static String type(String type) throws UnfitException {
    if (!ReservedTypes.allows(type)) {
      throw new UnfitException(
          IngressOutcome.BAD_TYPE,
          ReservedTypes.contains(type)
              ? "field 'type' is reserved: " + type
              : "field 'type' must be 1 to 64 printable characters");
    }
    return type;
  }

  /** A text that names the message itself; an empty one is as good as none. */
  static Optional<String> limited(String name, Optional<String> value, int max)
      throws UnfitException {
    Optional<String> text = value.filter(t -> !t.isEmpty());
    if (text.isPresent() && text.get().getBytes(StandardCharsets.UTF_8).length > max) {
      throw new UnfitException(
          IngressOutcome.BAD_FIELD, "field '" + name + "' is longer than " + max + " bytes");
    }
    return text;
  }

  /** A field that says whom it is for: an empty one must not become "for everybody". */
  static Optional<String> address(String name, Optional<String> text) throws UnfitException {
    if (text.isPresent() && text.get().isEmpty()) {
      throw new UnfitException(IngressOutcome.BAD_FIELD, "field '" + name + "' is empty");
    }
    return text;
  }

  /** A room of that name. */
  static RoomName room(String name, int maxLength) throws UnfitException {
    return RoomName.parse(name, maxLength)
        .orElseThrow(() -> new UnfitException(IngressOutcome.BAD_ROOM, "not a valid room name"));
  }

  /** Whom it comes from; empty or none: the server. */
  static Sender sender(Optional<String> from) {
    return from.filter(f -> !f.isEmpty()).map(Sender::user).orElse(Sender.SERVER);
  }
}
