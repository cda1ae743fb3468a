package io.heddle.http.websocket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * UTF-8 validation (RFC 3629) of bytes that come in pieces, with no object for the state: it is an
 * int that the caller keeps.
 *
 * <p>The state is {@link #START} between two characters. Inside one it holds how many bytes are
 * still due and the range that the next of them must be in: narrower than 0x80 to 0xBF only after
 * the first bytes E0, ED, F0 and F4, which is what refuses overlong forms, surrogates and
 * everything beyond U+10FFFF at the second byte.
 */
public final class Utf8 {
  /** Between two characters: where a text starts and must end. */
  public static final int START = 0;

  /** Not UTF-8, whatever follows. */
  public static final int INVALID = -1;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final long TOP_BITS = 0x8080_8080_8080_8080L;

  private Utf8() {}

  /**
   * Reads on through {@code bytes[from, to)}.
   *
   * @param state what the call for the preceding bytes returned, or {@link #START}
   * @return {@link #START}, a state inside a character, or {@link #INVALID} as soon as a byte
   *     cannot be
   */
  public static int advance(int state, byte[] bytes, int from, int to) {
    int current = state;
    int at = from;
    while (at < to && current != INVALID) {
      if (current == START) {
        at = skipTriples(bytes, skipPairs(bytes, skipAscii(bytes, at, to), to), to);
        if (at < to) {
          current = first(bytes[at++] & 0xFF);
        }
      } else {
        current = following(current, bytes[at++] & 0xFF);
      }
    }
    return current;
  }

  /** Whether {@code bytes[from, to)} is a whole UTF-8 text. */
  public static boolean valid(byte[] bytes, int from, int to) {
    return advance(START, bytes, from, to) == START;
  }

  private static int skipAscii(byte[] bytes, int from, int to) {
    int at = from;
    while (at <= to - Long.BYTES && ((long) LONGS.get(bytes, at) & TOP_BITS) == 0) {
      at += Long.BYTES;
    }
    while (at < to && bytes[at] >= 0) {
      at++;
    }
    return at;
  }

  /**
   * Skips characters of two bytes while both are there: most of them in a run, in most alphabets.
   */
  private static int skipPairs(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to - 1 && isPairsFirst(bytes[at]) && isContinuation(bytes[at + 1])) {
      at += 2;
    }
    return at;
  }

  /** The same for three bytes, but for the two first bytes that narrow what may follow. */
  private static int skipTriples(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to - 2
        && isPlainTriplesFirst(bytes[at])
        && isContinuation(bytes[at + 1])
        && isContinuation(bytes[at + 2])) {
      at += 3;
    }
    return at;
  }

  private static boolean isPairsFirst(byte octet) {
    return octet >= (byte) 0xC2 && octet <= (byte) 0xDF;
  }

  private static boolean isPlainTriplesFirst(byte octet) {
    return octet > (byte) 0xE0 && octet <= (byte) 0xEF && octet != (byte) 0xED;
  }

  private static boolean isContinuation(byte octet) {
    return octet <= (byte) 0xBF;
  }

  private static int first(int octet) {
    if (octet < 0x80) {
      return START;
    }
    if (octet < 0xC2 || octet > 0xF4) {
      return INVALID;
    }
    if (octet < 0xE0) {
      return due(1, 0x80, 0xBF);
    }
    return switch (octet) {
      case 0xE0 -> due(2, 0xA0, 0xBF);
      case 0xED -> due(2, 0x80, 0x9F);
      case 0xF0 -> due(3, 0x90, 0xBF);
      case 0xF4 -> due(3, 0x80, 0x8F);
      default -> due(octet < 0xF0 ? 2 : 3, 0x80, 0xBF);
    };
  }

  private static int following(int state, int octet) {
    if (octet < ((state >>> 8) & 0xFF) || octet > (state >>> 16)) {
      return INVALID;
    }
    int left = (state & 0xFF) - 1;
    return left == 0 ? START : due(left, 0x80, 0xBF);
  }

  private static int due(int count, int lowest, int highest) {
    return (highest << 16) | (lowest << 8) | count;
  }
}
