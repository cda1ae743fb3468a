package io.heddle.app.bench;

/**
 * A cursor over the frames that a server sends (RFC 6455, section 5.2), reused for all of a loop so
 * that a frame costs no object. Fragments, extensions and binary frames are refused: the server
 * under test sends none, and guessing would make the counts doubtful. One thread.
 */
final class ServerFrame {
  static final int TEXT = 0x1;
  static final int CLOSE = 0x8;
  static final int PING = 0x9;
  static final int PONG = 0xA;

  /** Frames over this many payload bytes are a fault. */
  static final int MAX_PAYLOAD = 512 * 1024;

  private int opcode;
  private int from;
  private int until;

  /** Reads the frame that starts at {@code start}; false when it is not complete yet. */
  boolean read(byte[] bytes, int start, int end) throws ProtocolFault {
    if (end - start < 2) {
      return false;
    }
    int first = bytes[start] & 0xFF;
    int second = bytes[start + 1] & 0xFF;
    check(first, second);
    int header = 2;
    long length = second & 0x7F;
    if (length >= 126) {
      int wide = length == 126 ? 2 : 8;
      header += wide;
      if (end - start < header) {
        return false;
      }
      length = 0;
      for (int i = start + 2; i < start + header; i++) {
        length = (length << 8) | (bytes[i] & 0xFF);
      }
    }
    if (length < 0 || length > MAX_PAYLOAD) {
      throw new ProtocolFault("frame over " + MAX_PAYLOAD + " bytes");
    }
    if (end - start - header < length) {
      return false;
    }
    opcode = first & 0xF;
    from = start + header;
    until = from + (int) length;
    return true;
  }

  int opcode() {
    return opcode;
  }

  /** First byte of the payload. */
  int from() {
    return from;
  }

  /** One past the payload, where the next frame begins. */
  int until() {
    return until;
  }

  private static void check(int first, int second) throws ProtocolFault {
    if ((first & 0x70) != 0) {
      throw new ProtocolFault("frame with reserved bits");
    }
    if ((second & 0x80) != 0) {
      throw new ProtocolFault("masked frame from the server");
    }
    int opcode = first & 0xF;
    if ((first & 0x80) == 0 || opcode == 0) {
      throw new ProtocolFault("fragmented frame");
    }
    switch (opcode) {
      case TEXT, CLOSE, PING, PONG -> {}
      case 0x2 -> throw new ProtocolFault("binary frame");
      default -> throw new ProtocolFault("frame with opcode " + opcode);
    }
  }
}
