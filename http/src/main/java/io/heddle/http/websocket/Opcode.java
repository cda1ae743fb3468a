package io.heddle.http.websocket;

import org.jspecify.annotations.Nullable;

/** What a frame is (RFC 6455, 5.2). */
public enum Opcode {
  CONTINUATION(0x0),
  TEXT(0x1),
  BINARY(0x2),
  CLOSE(0x8),
  PING(0x9),
  PONG(0xA);

  private static final @Nullable Opcode[] BY_BITS = new @Nullable Opcode[16];

  static {
    for (Opcode opcode : values()) {
      BY_BITS[opcode.bits] = opcode;
    }
  }

  private final int bits;

  Opcode(int bits) {
    this.bits = bits;
  }

  /** The low four bits of a frame's first byte. */
  public int bits() {
    return bits;
  }

  /** Whether this is a close, ping or pong: never fragmented, and 125 bytes at most. */
  public boolean control() {
    return bits >= 0x8;
  }

  /** Whether this is a text or binary frame: the first of a message. */
  boolean startsMessage() {
    return this == TEXT || this == BINARY;
  }

  static @Nullable Opcode ofBits(int bits) {
    return BY_BITS[bits];
  }
}
