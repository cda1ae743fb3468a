package io.heddle.http.websocket;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Restores what a client compressed, a message by itself (RFC 7692, section 7.2.2). Each thread
 * keeps one decompressor, since no message leaves anything behind for the next.
 */
final class MessageInflater {
  /** What the sender left out at the end of the message. */
  private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

  private static final ThreadLocal<Inflater> INFLATERS =
      ThreadLocal.withInitial(() -> new Inflater(true));

  private static final int PIECE = 4096;

  private MessageInflater() {}

  /**
   * Inflates {@code bytes[from, to)}; never takes more memory than twice what is allowed.
   *
   * @param maxMessage how long the message may be, in bytes
   * @throws UnreadableMessageException where it is longer, or no compressed data
   */
  static Assembly inflate(byte[] bytes, int from, int to, int maxMessage)
      throws UnreadableMessageException {
    Inflater inflater = INFLATERS.get();
    inflater.reset();
    Assembly message = new Assembly(Math.clamp(3L * (to - from), 16, PIECE));
    inflate(inflater, bytes, from, to, message, maxMessage);
    inflate(inflater, TAIL, 0, TAIL.length, message, maxMessage);
    return message;
  }

  private static void inflate(
      Inflater inflater, byte[] bytes, int from, int to, Assembly message, int maxMessage)
      throws UnreadableMessageException {
    byte[] piece = new byte[PIECE];
    int left = to - from;
    try {
      while (left > 0) {
        if (inflater.finished()) {
          // A sender may end a block as if it were the last, and go on behind it (7.2.3.4).
          inflater.reset();
        }
        inflater.setInput(bytes, to - left, left);
        int length;
        do {
          length = inflater.inflate(piece);
          if (length > maxMessage - message.length()) {
            throw new UnreadableMessageException(Violation.TOO_LARGE);
          }
          message.append(piece, 0, length, maxMessage);
        } while (length > 0);
        if (inflater.needsDictionary()) {
          throw new UnreadableMessageException(Violation.NOT_COMPRESSED);
        }
        left = inflater.getRemaining();
      }
    } catch (DataFormatException e) {
      throw new UnreadableMessageException(Violation.NOT_COMPRESSED);
    }
  }
}
