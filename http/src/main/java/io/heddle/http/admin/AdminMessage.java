package io.heddle.http.admin;

import io.heddle.actors.payload.JsonObject;
import io.heddle.actors.payload.MalformedJsonException;
import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.ReservedTypes;
import io.heddle.actors.protocol.Sender;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/** Reads the body of a publish: {@code {type, data, message_id?}}. */
final class AdminMessage {
  private static final int MAX_MESSAGE_ID_BYTES = 64;

  private AdminMessage() {}

  /**
   * The draft that a body stands for, its {@code data} as the bytes that came. A {@code key}, or
   * else a {@code message_id}, makes a repeated request harmless; {@code timestamp} is the room's
   * to set and is ignored.
   */
  static Draft parse(byte[] body, Addressee addressee, Optional<String> key)
      throws MalformedJsonException {
    JsonObject json = JsonObject.parse(body);
    addressee.check(json);
    Optional<String> messageId = messageId(json);
    return new Draft(
        type(json),
        data(json),
        messageId.orElseGet(() -> UUID.randomUUID().toString()),
        Sender.SERVER,
        key.or(() -> messageId),
        Optional.empty());
  }

  private static String type(JsonObject json) throws MalformedJsonException {
    String type = json.text("type").orElseThrow(() -> missing("type"));
    if (ReservedTypes.contains(type)) {
      throw new MalformedJsonException("field 'type': '" + type + "' is reserved");
    }
    if (!ReservedTypes.allows(type)) {
      throw new MalformedJsonException("field 'type' must be 1 to 64 printable characters");
    }
    return type;
  }

  private static Payload data(JsonObject json) throws MalformedJsonException {
    return json.field("data").orElseThrow(() -> missing("data"));
  }

  /** The idempotency key of a request, up to 64 bytes. */
  static Optional<String> messageId(JsonObject json) throws MalformedJsonException {
    Optional<String> given = json.text("message_id").filter(id -> !id.isEmpty());
    if (given.isPresent()
        && given.get().getBytes(StandardCharsets.UTF_8).length > MAX_MESSAGE_ID_BYTES) {
      throw new MalformedJsonException(
          "field 'message_id' exceeds " + MAX_MESSAGE_ID_BYTES + " bytes");
    }
    return given;
  }

  private static MalformedJsonException missing(String field) {
    return new MalformedJsonException("field '" + field + "' is required");
  }
}
