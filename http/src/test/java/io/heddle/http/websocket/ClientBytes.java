package io.heddle.http.websocket;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Writes what a client sends: masked frames, and broken ones. */
final class ClientBytes {
  private static final int FIN = 0x80;
  private static final int MASKED = 0x80;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private int mask = 0x37FA213D;

  static ClientBytes client() {
    return new ClientBytes();
  }

  ClientBytes maskedWith(int newMask) {
    mask = newMask;
    return this;
  }

  ClientBytes text(String text) {
    return last(Opcode.TEXT, utf8(text));
  }

  ClientBytes close(int code, String reason) {
    byte[] utf8 = utf8(reason);
    byte[] payload = ByteBuffer.allocate(2 + utf8.length).putShort((short) code).put(utf8).array();
    return last(Opcode.CLOSE, payload);
  }

  /** A frame with more of its message to follow. */
  ClientBytes first(Opcode opcode, byte[] payload) {
    return frame(opcode.bits(), payload);
  }

  /** A frame that is the last of its message, or a control frame. */
  ClientBytes last(Opcode opcode, byte[] payload) {
    return frame(FIN | opcode.bits(), payload);
  }

  ClientBytes frame(int firstByte, byte[] payload) {
    return header(firstByte, payload.length).masked(payload);
  }

  /** A header with its mask, announcing that many bytes. */
  ClientBytes header(int firstByte, long length) {
    out.write(firstByte);
    if (length <= 125) {
      out.write(MASKED | (int) length);
    } else if (length <= 0xFFFF) {
      out.write(MASKED | 126);
      out.writeBytes(ByteBuffer.allocate(2).putShort((short) length).array());
    } else {
      out.write(MASKED | 127);
      out.writeBytes(ByteBuffer.allocate(8).putLong(length).array());
    }
    out.writeBytes(ByteBuffer.allocate(4).putInt(mask).array());
    return this;
  }

  /** A payload, or its beginning, under the mask. */
  ClientBytes masked(byte[] payload) {
    for (int i = 0; i < payload.length; i++) {
      out.write(payload[i] ^ (mask >>> (24 - 8 * (i % 4))));
    }
    return this;
  }

  ClientBytes raw(String hex) {
    out.writeBytes(hex(hex));
    return this;
  }

  byte[] bytes() {
    return out.toByteArray();
  }

  static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
