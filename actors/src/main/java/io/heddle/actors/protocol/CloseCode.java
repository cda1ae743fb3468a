package io.heddle.actors.protocol;

/**
 * Why the server closes a connection, as a WebSocket close code (RFC 6455, section 7.4), and what
 * the client may make of it.
 */
public enum CloseCode {
  NORMAL(1000, "done"),
  PROTOCOL_ERROR(1002, "protocol error"),
  UNSUPPORTED_DATA(1003, "binary messages are not taken"),
  INVALID_PAYLOAD(1007, "not UTF-8"),
  TOO_LARGE(1009, "message is too large"),
  INTERNAL_ERROR(1011, "fault of the server"),
  RESTARTING(1012, "server is restarting"),
  SERVER_FULL(1013, "server is at maximum capacity"),
  UNAUTHORIZED(4401, "authentication required"),
  BLOCKED(4403, "not allowed here"),
  SLOW_CONSUMER(4408, "too slow, resume from your offset"),
  REPLACED(4409, "replaced by a newer connection"),
  DISCONNECTED(4410, "disconnected by an administrator"),
  TOKEN_EXPIRED(4411, "token expired"),
  NO_PONG(4412, "no sign of life"),
  WRITE_TIMEOUT(4413, "took no bytes in time"),
  TOO_MANY_ERRORS(4429, "error limit reached");

  private final int code;
  private final String text;

  CloseCode(int code, String text) {
    this.code = code;
    this.text = text;
  }

  /** The number on the wire. */
  public int code() {
    return code;
  }

  /** The reason that is sent where nothing more precise is known. */
  public String text() {
    return text;
  }
}
