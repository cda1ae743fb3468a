package io.heddle.http.websocket;

/**
 * What a client said, as {@link FrameDecoder} gives it out: in order, on the thread that decodes. A
 * range handed on is the receiver's: the decoder neither reads nor writes it again. It may be a
 * part of the chunk being decoded, or of an array that is longer than the message.
 */
public interface FrameSink {
  /** A whole text message, valid UTF-8. */
  void text(byte[] bytes, int from, int to);

  /** A whole binary message. */
  void binary(byte[] bytes, int from, int to);

  /** A ping, to be answered with the same 0 to 125 bytes (RFC 6455, 5.5.2). */
  void ping(byte[] bytes, int from, int to);

  /** A pong of 0 to 125 bytes, asked for or not. */
  void pong(byte[] bytes, int from, int to);

  /**
   * A close frame (RFC 6455, 5.5.1); nothing follows.
   *
   * @param code a code allowed on the wire, or {@link CloseCodes#NO_CODE}
   * @param reason what the client says, or empty
   */
  void close(int code, String reason);

  /**
   * The client broke the protocol; nothing follows.
   *
   * @param text what was wrong, with the limit where there is one
   */
  void violation(Violation violation, String text);
}
