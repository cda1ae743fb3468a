package io.heddle.http.websocket;

import java.nio.charset.StandardCharsets;

/**
 * Encodes frames as a server sends them (RFC 6455, 5.2): whole messages, unmasked. A frame carries
 * nothing of its receiver, so one array serves all of them; nobody may change it.
 */
public final class Frames {
  /** The longest payload of a close, ping or pong, in bytes. */
  public static final int MAX_CONTROL_PAYLOAD = 125;

  /** The longest close reason, in bytes of UTF-8. */
  public static final int MAX_CLOSE_REASON = MAX_CONTROL_PAYLOAD - 2;

  /**
   * The longest header of a server's frame, in bytes: what a writer leaves free that doesn't know
   * its length beforehand.
   */
  public static final int MAX_HEADER = 10;

  private static final int FIN = 0x80;
  private static final int COMPRESSED = 0x40;

  private Frames() {}

  /** A text message; the bytes must be UTF-8. */
  public static byte[] text(byte[] utf8) {
    return frame(Opcode.TEXT, utf8, 0, utf8.length);
  }

  /** A message or control frame of {@code payload[from, to)}, header and payload in one array. */
  public static byte[] frame(Opcode opcode, byte[] payload, int from, int to) {
    int length = to - from;
    int header = headerSize(length);
    byte[] frame = new byte[header + length];
    writeHeader(frame, 0, opcode, length);
    System.arraycopy(payload, from, frame, header, length);
    return frame;
  }

  /** A compressed message of {@code payload[0, length)} (RFC 7692, section 6). */
  static byte[] compressed(Opcode opcode, byte[] payload, int length) {
    byte[] frame = frame(opcode, payload, 0, length);
    frame[0] |= COMPRESSED;
    return frame;
  }

  /** A ping with at most {@value #MAX_CONTROL_PAYLOAD} bytes. */
  public static byte[] ping(byte[] payload) {
    return frame(Opcode.PING, payload, 0, payload.length);
  }

  /** The answer to a ping that carried {@code payload[from, to)} (RFC 6455, 5.5.3). */
  public static byte[] pong(byte[] payload, int from, int to) {
    return frame(Opcode.PONG, payload, from, to);
  }

  /** A close without code and reason: the answer to one that has none. */
  public static byte[] close() {
    return frame(Opcode.CLOSE, new byte[0], 0, 0);
  }

  /**
   * A close frame (RFC 6455, 5.5.1).
   *
   * @param reason cut to {@value #MAX_CLOSE_REASON} bytes, between two characters
   * @throws IllegalArgumentException if the code may not be on the wire
   */
  public static byte[] close(int code, String reason) {
    if (!CloseCodes.allowedOnTheWire(code)) {
      throw new IllegalArgumentException("close code " + code + " may not be sent");
    }
    byte[] utf8 = reason.getBytes(StandardCharsets.UTF_8);
    int length = cut(utf8);
    byte[] frame = new byte[2 + 2 + length];
    writeHeader(frame, 0, Opcode.CLOSE, 2 + length);
    frame[2] = (byte) (code >>> 8);
    frame[3] = (byte) code;
    System.arraycopy(utf8, 0, frame, 4, length);
    return frame;
  }

  /**
   * The size of the header of a server's frame with that many bytes of payload: 2, 4 or 10 bytes.
   */
  public static int headerSize(int payloadLength) {
    if (payloadLength <= 125) {
      return 2;
    }
    return payloadLength <= 0xFFFF ? 4 : MAX_HEADER;
  }

  /** Where the payload of a server's frame begins that stands alone in an array. */
  public static int payloadStart(byte[] frame) {
    return switch (frame[1]) {
      case 127 -> MAX_HEADER;
      case 126 -> 4;
      default -> 2;
    };
  }

  /**
   * Writes the header of a whole, unmasked frame, for writers that lay out header and payload in an
   * array of their own. One that doesn't know the length beforehand leaves {@link #MAX_HEADER}
   * bytes free, and afterwards starts the frame {@link #headerSize} bytes before the payload.
   *
   * @return the offset after the header, where the payload belongs
   * @throws IllegalArgumentException if a control frame is to carry more than {@value
   *     #MAX_CONTROL_PAYLOAD} bytes
   */
  public static int writeHeader(byte[] target, int offset, Opcode opcode, int payloadLength) {
    if (opcode.control() && payloadLength > MAX_CONTROL_PAYLOAD) {
      throw new IllegalArgumentException(
          opcode + " of " + payloadLength + " bytes: control frames carry at most 125");
    }
    target[offset] = (byte) (FIN | opcode.bits());
    int size = headerSize(payloadLength);
    int at = offset + 2;
    if (size == 2) {
      target[offset + 1] = (byte) payloadLength;
      return at;
    }
    target[offset + 1] = (byte) (size == 4 ? 126 : 127);
    for (int shift = Byte.SIZE * (size - 3); shift >= 0; shift -= Byte.SIZE) {
      target[at++] = (byte) ((long) payloadLength >>> shift);
    }
    return at;
  }

  /** The size of the header that starts at {@code offset}, in a server's frame, in bytes. */
  static int headerSize(byte[] frames, int offset) {
    return switch (frames[offset + 1]) {
      case 126 -> 4;
      case 127 -> MAX_HEADER;
      default -> 2;
    };
  }

  /** The bytes of payload that the header at {@code offset} announces, in a server's frame. */
  static int payloadLength(byte[] frames, int offset) {
    int size = headerSize(frames, offset);
    if (size == 2) {
      return frames[offset + 1];
    }
    int length = 0;
    for (int at = offset + 2; at < offset + size; at++) {
      length = (length << 8) | (frames[at] & 0xFF);
    }
    return length;
  }

  private static int cut(byte[] utf8) {
    if (utf8.length <= MAX_CLOSE_REASON) {
      return utf8.length;
    }
    int length = MAX_CLOSE_REASON;
    while ((utf8[length] & 0xC0) == 0x80) {
      length--;
    }
    return length;
  }
}
