package io.heddle.http.websocket;

import org.jspecify.annotations.Nullable;

/** Reads the header of one client frame after the other, byte by byte (RFC 6455, 5.2). */
final class FrameHeader {
  private enum Part {
    FIRST_BYTE,
    SECOND_BYTE,
    LENGTH_16,
    LENGTH_64,
    MASK,
    COMPLETE
  }

  private final boolean mayCompress;
  private Part next = Part.FIRST_BYTE;
  private int bytesLeft;
  private Opcode opcode = Opcode.CONTINUATION;
  private boolean fin;
  private boolean compressed;
  private long length;
  private int mask;

  /**
   * @param mayCompress whether {@code permessage-deflate} has been agreed on, so that the first
   *     reserved bit of a message says that it is compressed (RFC 7692, section 6)
   */
  FrameHeader(boolean mayCompress) {
    this.mayCompress = mayCompress;
  }

  /**
   * Reads the next byte.
   *
   * @param withinMessage whether the fragments so far, if any, await a continuation
   * @param room how many bytes a message, or what is left of it, may have
   * @return what is wrong with the header, or null
   */
  @Nullable Violation read(int octet, boolean withinMessage, int room) {
    return switch (next) {
      case FIRST_BYTE -> firstByte(octet, withinMessage);
      case SECOND_BYTE -> secondByte(octet, room);
      case LENGTH_16 -> extendedLength(octet, 125, room);
      case LENGTH_64 ->
          bytesLeft == Long.BYTES && octet > 0x7F
              ? Violation.LENGTH_NEGATIVE
              : extendedLength(octet, 0xFFFF, room);
      case MASK -> {
        mask = (mask >>> 8) | (octet << 24);
        if (--bytesLeft == 0) {
          next = Part.COMPLETE;
        }
        yield null;
      }
      case COMPLETE -> throw new IllegalStateException("the payload comes next");
    };
  }

  /** Whether the header is there: the values below are valid until {@link #restart}. */
  boolean complete() {
    return next == Part.COMPLETE;
  }

  /** The next byte is the first of another frame. */
  void restart() {
    next = Part.FIRST_BYTE;
  }

  Opcode opcode() {
    return opcode;
  }

  boolean fin() {
    return fin;
  }

  /** Whether the message that starts with this frame is compressed. */
  boolean compressed() {
    return compressed;
  }

  /** The payload's length; not more than the room there is. */
  int length() {
    return (int) length;
  }

  int mask() {
    return mask;
  }

  private @Nullable Violation firstByte(int octet, boolean withinMessage) {
    Opcode known = Opcode.ofBits(octet & 0x0F);
    fin = (octet & 0x80) != 0;
    compressed = (octet & 0x40) != 0;
    boolean permitted = mayCompress && known != null && known.startsMessage();
    if ((octet & 0x30) != 0 || (compressed && !permitted)) {
      return Violation.RESERVED_BITS;
    }
    if (known == null) {
      return Violation.UNKNOWN_OPCODE;
    }
    if (known.control() && !fin) {
      return Violation.CONTROL_FRAGMENTED;
    }
    if (known == Opcode.CONTINUATION && !withinMessage) {
      return Violation.CONTINUATION_UNEXPECTED;
    }
    if (known.startsMessage() && withinMessage) {
      return Violation.CONTINUATION_EXPECTED;
    }
    opcode = known;
    expect(Part.SECOND_BYTE, 1);
    return null;
  }

  private @Nullable Violation secondByte(int octet, int room) {
    if ((octet & 0x80) == 0) {
      return Violation.NOT_MASKED;
    }
    length = octet & 0x7F;
    if (length <= 125) {
      return announced(room);
    }
    if (opcode.control()) {
      return Violation.CONTROL_TOO_LONG;
    }
    if (length == 126) {
      expect(Part.LENGTH_16, Short.BYTES);
    } else {
      expect(Part.LENGTH_64, Long.BYTES);
    }
    length = 0;
    return null;
  }

  private @Nullable Violation extendedLength(int octet, int fitsShorterForm, int room) {
    length = (length << 8) | octet;
    if (--bytesLeft > 0) {
      return null;
    }
    return length <= fitsShorterForm ? Violation.LENGTH_NOT_MINIMAL : announced(room);
  }

  private @Nullable Violation announced(int room) {
    if (length > room && !opcode.control()) {
      return Violation.TOO_LARGE;
    }
    expect(Part.MASK, Integer.BYTES);
    return null;
  }

  private void expect(Part part, int bytes) {
    next = part;
    bytesLeft = bytes;
  }
}
