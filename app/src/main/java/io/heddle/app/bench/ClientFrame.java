package io.heddle.app.bench;

import java.nio.ByteBuffer;

/** Writes the frames that a client sends: final, masked (RFC 6455, section 5.3). Pure functions. */
public final class ClientFrame {
  /** Longest header: 2 bytes, an 8 byte length, a 4 byte mask. */
  public static final int MAX_HEADER = 14;

  private ClientFrame() {}

  /** Appends a whole frame, its payload masked in the copy. */
  public static void write(ByteBuffer out, int opcode, byte[] payload, int mask) {
    begin(out, opcode, payload.length, mask);
    int from = out.position();
    out.put(payload);
    mask(out, from, mask);
  }

  /** Appends the header of a frame; its payload is to follow, and then {@link #mask}. */
  static void begin(ByteBuffer out, int opcode, int length, int mask) {
    out.put((byte) (0x80 | opcode));
    if (length < 126) {
      out.put((byte) (0x80 | length));
    } else if (length <= 0xFFFF) {
      out.put((byte) (0x80 | 126)).putShort((short) length);
    } else {
      out.put((byte) (0x80 | 127)).putLong(length);
    }
    out.putInt(mask);
  }

  /** Masks what stands between {@code from} and the position. */
  static void mask(ByteBuffer out, int from, int mask) {
    long twice = ((long) mask << 32) | (mask & 0xFFFFFFFFL);
    int i = from;
    for (; i + Long.BYTES <= out.position(); i += Long.BYTES) {
      out.putLong(i, out.getLong(i) ^ twice);
    }
    for (int shift = 24; i < out.position(); i++, shift -= 8) {
      out.put(i, (byte) (out.get(i) ^ (mask >>> (shift & 31))));
    }
  }
}
