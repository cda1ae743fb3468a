package io.heddle.http.admin;

import io.heddle.actors.payload.JsonObject;
import io.heddle.actors.payload.MalformedJsonException;
import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.CloseCode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads the body of a disconnect: nothing, or {@code {reason?, reconnect?}}. A reason that starts
 * with {@code reconnect} tells clients to come back.
 */
final class Disconnect {
  /** RFC 6455, section 5.5: a control frame holds 125 bytes, two of them the code. */
  private static final int MAX_REASON_BYTES = 123;

  private static final String RECONNECT = "reconnect";

  private Disconnect() {}

  /** The reason that stands in the close frame. */
  static String reason(byte[] body) throws MalformedJsonException {
    if (new String(body, StandardCharsets.ISO_8859_1).isBlank()) {
      return CloseCode.DISCONNECTED.text();
    }
    JsonObject json = JsonObject.parse(body);
    Optional<String> given = json.text("reason").filter(text -> !text.isEmpty());
    String reason =
        isWanted(json)
            ? given.map(text -> RECONNECT + ": " + text).orElse(RECONNECT)
            : given.orElse(CloseCode.DISCONNECTED.text());
    if (reason.getBytes(StandardCharsets.UTF_8).length > MAX_REASON_BYTES) {
      throw new MalformedJsonException(
          "field 'reason' is too long: a close frame has room for "
              + MAX_REASON_BYTES
              + " bytes"
              + (isWanted(json) ? ", 'reconnect: ' included" : ""));
    }
    return reason;
  }

  private static boolean isWanted(JsonObject json) throws MalformedJsonException {
    String value = json.field(RECONNECT).map(Payload::toString).orElse("false");
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new MalformedJsonException("field 'reconnect' must be true or false");
    };
  }
}
