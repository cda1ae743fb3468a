package io.heddle.http.websocket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The masking of RFC 6455, 5.3: the same function masks and unmasks. A mask is an int whose lowest
 * byte goes with the next byte of the payload.
 */
public final class Masking {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Masking() {}

  /**
   * Masks {@code bytes[from, to)} in place, eight bytes at a time.
   *
   * @return the mask turned so that it fits the byte after the range: what the next piece of the
   *     same payload is to be masked with
   */
  public static int apply(byte[] bytes, int from, int to, int mask) {
    long wide = (mask & 0xFFFF_FFFFL) * 0x1_0000_0001L;
    int at = from;
    for (; at <= to - Long.BYTES; at += Long.BYTES) {
      LONGS.set(bytes, at, (long) LONGS.get(bytes, at) ^ wide);
    }
    int turned = mask;
    for (; at < to; at++) {
      bytes[at] ^= (byte) turned;
      turned = Integer.rotateRight(turned, Byte.SIZE);
    }
    return turned;
  }
}
