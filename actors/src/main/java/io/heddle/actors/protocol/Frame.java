package io.heddle.actors.protocol;

import java.util.Optional;

/**
 * Bytes ready for a socket, encoded once and shared by all receivers. The array must not be changed
 * by anybody after construction.
 */
public final class Frame {
  private final byte[] bytes;
  private final Optional<String> fault;

  /** Takes {@code bytes} over without a copy. */
  public Frame(byte[] bytes) {
    this(bytes, Optional.empty());
  }

  private Frame(byte[] bytes, Optional<String> fault) {
    this.bytes = bytes;
    this.fault = fault;
  }

  /**
   * What stands in place of a frame that could not be made, so that whoever encodes for many does
   * not fail for all of them. It has no bytes; a member that is offered it closes with {@link
   * CloseCode#INTERNAL_ERROR}.
   *
   * @param reason the reason of that close, at most 123 bytes (RFC 6455, section 5.5.1)
   */
  public static Frame fault(String reason) {
    return new Frame(new byte[0], Optional.of(reason));
  }

  /** Why there is no frame; empty for every frame that was made. */
  public Optional<String> fault() {
    return fault;
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
