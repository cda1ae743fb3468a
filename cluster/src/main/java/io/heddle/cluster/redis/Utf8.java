package io.heddle.cluster.redis;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Bytes from Redis as text. */
final class Utf8 {
  private Utf8() {}

  /** The text, or empty where the bytes are not UTF-8 (RFC 3629). */
  static Optional<String> decode(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException _) {
      return Optional.empty();
    }
  }

  /** Whether the bytes are UTF-8; ASCII, the usual case, costs one walk and no memory. */
  static boolean valid(byte[] bytes) {
    for (byte b : bytes) {
      if (b < 0) {
        return decode(bytes).isPresent();
      }
    }
    return true;
  }

  /**
   * The first {@code limit} bytes, fit for one line of a log: what is not printable ASCII, and the
   * backslash, is escaped.
   */
  static String excerpt(byte[] bytes, int limit) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Math.min(bytes.length, limit); i++) {
      int b = bytes[i] & 0xff;
      if (b >= ' ' && b < 0x7f && b != '\\') {
        text.append((char) b);
      } else {
        text.append(String.format("\\x%02x", b));
      }
    }
    return bytes.length > limit ? text.append("...").toString() : text.toString();
  }
}
