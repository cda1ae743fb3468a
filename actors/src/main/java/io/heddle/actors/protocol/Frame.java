package io.heddle.actors.protocol;

/**
 * Bytes ready for a socket, encoded once and shared by all receivers. The array must not be changed
 * by anybody after construction.
 */
public final class Frame {
  private final byte[] bytes;

  /** Takes {@code bytes} over without a copy. */
  public Frame(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The shared array itself: to be read only. */
  public byte[] bytes() {
    return bytes;
  }

  /** Length in bytes. */
  public int size() {
    return bytes.length;
  }
}
