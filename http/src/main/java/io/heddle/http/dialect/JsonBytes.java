package io.heddle.http.dialect;

import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.Frame;
import io.heddle.http.websocket.Frames;
import io.heddle.http.websocket.Opcode;
import java.util.Arrays;
import java.util.UUID;

/**
 * Writes one JSON text straight into the bytes of a WebSocket frame. The frame's header depends on
 * the text's length, so room for the longest one is left free before it, and {@link #frame} starts
 * where the real one begins. Separators follow from the byte before: no state is kept for them.
 * Used by one thread, for one frame.
 */
final class JsonBytes {
  /** A text character may need this many bytes at most, as {@code \}{@code u001f}. */
  private static final int LONGEST_CHARACTER = 6;

  /** Digits of {@link Long#MIN_VALUE}, with its sign. */
  private static final int LONGEST_NUMBER = 20;

  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
  private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};

  /** For a code unit that is no character: U+FFFD, as every receiver would read it. */
  private static final int REPLACEMENT = 0xFFFD;

  private byte[] bytes;
  private int at = Frames.MAX_HEADER;

  /** A writer that has room for {@code size} bytes at first. */
  JsonBytes(int size) {
    bytes = new byte[Frames.MAX_HEADER + size];
  }

  JsonBytes beginObject() {
    return separated('{');
  }

  JsonBytes endObject() {
    return put('}');
  }

  JsonBytes beginArray() {
    return put('[');
  }

  JsonBytes endArray() {
    return put(']');
  }

  /** The name of the next field, which must be ASCII that needs no escape. */
  JsonBytes name(String ascii) {
    separated('"');
    int length = ascii.length();
    reserve(length + 2);
    for (int i = 0; i < length; i++) {
      bytes[at++] = (byte) ascii.charAt(i);
    }
    bytes[at++] = '"';
    bytes[at++] = ':';
    return this;
  }

  JsonBytes field(String name, String value) {
    return name(name).string(value);
  }

  JsonBytes field(String name, long value) {
    return name(name).number(value);
  }

  JsonBytes field(String name, boolean value) {
    return name(name).bool(value);
  }

  /** A value that is JSON already, byte for byte. */
  JsonBytes raw(Payload json) {
    byte[] source = json.bytes();
    reserve(source.length);
    System.arraycopy(source, 0, bytes, at, source.length);
    at += source.length;
    return this;
  }

  /** A value in a list: the text of a frame that holds all of a message. */
  JsonBytes value(Frame frame) {
    byte[] source = frame.bytes();
    int start = Frames.payloadStart(source);
    int length = source.length - start;
    reserve(length + 1);
    if (bytes[at - 1] != '[') {
      bytes[at++] = ',';
    }
    System.arraycopy(source, start, bytes, at, length);
    at += length;
    return this;
  }

  /** The fields of an object that is JSON already, byte for byte, and the end of the object. */
  JsonBytes rest(Payload object) {
    byte[] source = object.bytes();
    int first = 1;
    while (isSpace(source[first])) {
      first++;
    }
    reserve(source.length);
    if (source[first] != '}' && bytes[at - 1] != '{') {
      bytes[at++] = ',';
    }
    System.arraycopy(source, 1, bytes, at, source.length - 1);
    at += source.length - 1;
    return this;
  }

  /** RFC 8259, section 2. */
  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\t' || b == '\n' || b == '\r';
  }

  JsonBytes bool(boolean value) {
    for (byte b : value ? TRUE : FALSE) {
      put(b);
    }
    return this;
  }

  JsonBytes number(long value) {
    reserve(LONGEST_NUMBER);
    if (value < 0) {
      for (char c : Long.toString(value).toCharArray()) {
        bytes[at++] = (byte) c;
      }
      return this;
    }
    int end = at + digits(value);
    long rest = value;
    for (int i = end - 1; i >= at; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    at = end;
    return this;
  }

  /** A string, escaped where RFC 8259, section 7, demands it and nowhere else. */
  JsonBytes string(String value) {
    int length = value.length();
    reserve(length * LONGEST_CHARACTER + 2);
    bytes[at++] = '"';
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      if (c >= ' ' && c < 0x80 && c != '"' && c != '\\') {
        bytes[at++] = (byte) c;
      } else if (c < 0x80) {
        escape(c);
      } else if (Character.isHighSurrogate(c)
          && i + 1 < length
          && Character.isLowSurrogate(value.charAt(i + 1))) {
        utf8(Character.toCodePoint(c, value.charAt(++i)));
      } else {
        utf8(Character.isSurrogate(c) ? REPLACEMENT : c);
      }
    }
    bytes[at++] = '"';
    return this;
  }

  /** A UUID as a string of 36 characters. */
  JsonBytes uuid(UUID uuid) {
    return uuid(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
  }

  JsonBytes uuid(long high, long low) {
    reserve(38);
    bytes[at++] = '"';
    hex(high >>> 32, 8);
    bytes[at++] = '-';
    hex(high >>> 16, 4);
    bytes[at++] = '-';
    hex(high, 4);
    bytes[at++] = '-';
    hex(low >>> 48, 4);
    bytes[at++] = '-';
    hex(low, 12);
    bytes[at++] = '"';
    return this;
  }

  /** A time as a string: ISO 8601, UTC, exactly milliseconds. */
  JsonBytes time(long epochMillis) {
    return time(Math.floorDiv(epochMillis, 1_000L), Math.floorMod(epochMillis, 1_000));
  }

  JsonBytes time(long epochSecond, int millis) {
    byte[] second = Seconds.text(epochSecond);
    reserve(second.length + 7);
    bytes[at++] = '"';
    System.arraycopy(second, 0, bytes, at, second.length);
    at += second.length;
    bytes[at++] = '.';
    bytes[at++] = (byte) ('0' + millis / 100);
    bytes[at++] = (byte) ('0' + millis / 10 % 10);
    bytes[at++] = (byte) ('0' + millis % 10);
    bytes[at++] = 'Z';
    bytes[at++] = '"';
    return this;
  }

  /** The text frame with what was written; ends the use of this writer. */
  Frame frame() {
    int length = at - Frames.MAX_HEADER;
    int start = Frames.MAX_HEADER - Frames.headerSize(length);
    Frames.writeHeader(bytes, start, Opcode.TEXT, length);
    return new Frame(Arrays.copyOfRange(bytes, start, at));
  }

  private JsonBytes separated(char opening) {
    reserve(2);
    byte before = at == Frames.MAX_HEADER ? (byte) ':' : bytes[at - 1];
    if (before != '{' && before != '[' && before != ':') {
      bytes[at++] = ',';
    }
    bytes[at++] = (byte) opening;
    return this;
  }

  private JsonBytes put(int ascii) {
    reserve(1);
    bytes[at++] = (byte) ascii;
    return this;
  }

  private void escape(char c) {
    bytes[at++] = '\\';
    switch (c) {
      case '"', '\\' -> bytes[at++] = (byte) c;
      case '\n' -> bytes[at++] = 'n';
      case '\r' -> bytes[at++] = 'r';
      case '\t' -> bytes[at++] = 't';
      default -> {
        bytes[at++] = 'u';
        hex(c, 4);
      }
    }
  }

  private void utf8(int character) {
    if (character < 0x800) {
      bytes[at++] = (byte) (0xC0 | (character >> 6));
    } else {
      if (character < 0x10000) {
        bytes[at++] = (byte) (0xE0 | (character >> 12));
      } else {
        bytes[at++] = (byte) (0xF0 | (character >> 18));
        bytes[at++] = (byte) (0x80 | ((character >> 12) & 0x3F));
      }
      bytes[at++] = (byte) (0x80 | ((character >> 6) & 0x3F));
    }
    bytes[at++] = (byte) (0x80 | (character & 0x3F));
  }

  private void hex(long value, int digits) {
    for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
      bytes[at++] = HEX[(int) (value >>> shift) & 0xF];
    }
  }

  private void reserve(int more) {
    if (bytes.length - at < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, at + more));
    }
  }

  private static int digits(long value) {
    int digits = 1;
    for (long rest = value; rest >= 10; rest /= 10) {
      digits++;
    }
    return digits;
  }
}
