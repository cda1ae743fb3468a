package io.heddle.http.websocket;

import java.io.ByteArrayOutputStream;
import java.util.zip.Deflater;

/**
 * Compresses a server's frames (RFC 7692, section 7.2.1), each by itself. Thread-safe; each thread
 * that compresses keeps one compressor of about 270 KB.
 */
public final class MessageDeflater {
  /** What a flush ends with, and the receiver puts back. */
  private static final int TAIL = 4;

  private final int threshold;
  private final ThreadLocal<Deflater> deflaters;

  /**
   * @param level 1 (fast) to 9 (small)
   * @param threshold messages of fewer bytes of payload are left as they are
   */
  public MessageDeflater(int level, int threshold) {
    this.threshold = threshold;
    this.deflaters = ThreadLocal.withInitial(() -> new Deflater(level, true));
  }

  /**
   * The same frames, with the payloads of messages compressed where that makes them shorter.
   * Control frames stay as they are.
   *
   * @param frames whole frames as {@link Frames} makes them, one behind the other
   * @return {@code frames} itself where nothing in it became shorter
   */
  public byte[] deflate(byte[] frames) {
    if (frames.length < threshold) {
      return frames;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(frames.length / 2);
    boolean shorter = false;
    int at = 0;
    while (at < frames.length) {
      int payload = at + Frames.headerSize(frames, at);
      int end = payload + Frames.payloadLength(frames, at);
      byte[] deflated = deflate(frames, at, payload, end);
      shorter |= deflated.length > 0;
      if (deflated.length > 0) {
        out.writeBytes(deflated);
      } else {
        out.write(frames, at, end - at);
      }
      at = end;
    }
    return shorter ? out.toByteArray() : frames;
  }

  /** The compressed frame; empty where this one stays as it is. */
  private byte[] deflate(byte[] frames, int header, int payload, int end) {
    int length = end - payload;
    Opcode opcode = Opcode.ofBits(frames[header] & 0x0F);
    if (opcode == null || opcode.control() || length < Math.max(threshold, 1)) {
      return new byte[0];
    }
    Deflater deflater = deflaters.get();
    deflater.reset();
    deflater.setInput(frames, payload, length);
    byte[] compressed = new byte[length + TAIL];
    int size = deflater.deflate(compressed, 0, compressed.length, Deflater.SYNC_FLUSH);
    if (size >= compressed.length) {
      return new byte[0];
    }
    return Frames.compressed(opcode, compressed, size - TAIL);
  }
}
