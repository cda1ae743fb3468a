package io.heddle.http.websocket;

import java.util.Arrays;

/**
 * Puts together what came in pieces. The array grows by doubling, with what is appended: a length
 * that was only announced takes no memory.
 */
final class Assembly {
  private byte[] bytes;
  private int length;

  /**
   * @param capacity what to start with, in bytes, at least 1
   */
  Assembly(int capacity) {
    bytes = new byte[capacity];
  }

  /**
   * Appends {@code chunk[from, to)}.
   *
   * @param ceiling the length that won't be exceeded, so that the last growth stops there
   */
  void append(byte[] chunk, int from, int to, int ceiling) {
    int needed = length + (to - from);
    if (needed > bytes.length) {
      long doubled = Math.min(2L * bytes.length, ceiling);
      bytes = Arrays.copyOf(bytes, (int) Math.max(needed, doubled));
    }
    System.arraycopy(chunk, from, bytes, length, to - from);
    length = needed;
  }

  /** The array itself; {@link #append} may replace it. */
  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }
}
