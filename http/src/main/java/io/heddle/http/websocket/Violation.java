package io.heddle.http.websocket;

/**
 * How a client can break RFC 6455 or RFC 7692. The names are few and fixed, so that a counter may
 * carry them as its reason; code and text are for the close frame that answers.
 */
public enum Violation {
  RESERVED_BITS(CloseCodes.PROTOCOL_ERROR, "reserved bits must be zero"),
  UNKNOWN_OPCODE(CloseCodes.PROTOCOL_ERROR, "unknown opcode"),
  NOT_MASKED(CloseCodes.PROTOCOL_ERROR, "client frames must be masked"),
  CONTROL_FRAGMENTED(CloseCodes.PROTOCOL_ERROR, "control frames must not be fragmented"),
  CONTROL_TOO_LONG(CloseCodes.PROTOCOL_ERROR, "control frames carry at most 125 bytes"),
  CONTINUATION_UNEXPECTED(CloseCodes.PROTOCOL_ERROR, "continuation without a message"),
  CONTINUATION_EXPECTED(CloseCodes.PROTOCOL_ERROR, "new message within a fragmented one"),
  LENGTH_NOT_MINIMAL(CloseCodes.PROTOCOL_ERROR, "payload length must be encoded minimally"),
  LENGTH_NEGATIVE(CloseCodes.PROTOCOL_ERROR, "top bit of the payload length must be zero"),
  CLOSE_TRUNCATED(CloseCodes.PROTOCOL_ERROR, "close payload of one byte"),
  CLOSE_CODE(CloseCodes.PROTOCOL_ERROR, "close code not allowed"),
  CLOSE_REASON_NOT_UTF8(CloseCodes.INVALID_PAYLOAD, "close reason is not UTF-8"),
  TEXT_NOT_UTF8(CloseCodes.INVALID_PAYLOAD, "text is not UTF-8"),
  NOT_COMPRESSED(CloseCodes.INVALID_PAYLOAD, "compressed message cannot be read"),
  TOO_LARGE(CloseCodes.TOO_LARGE, "message too large");

  private final int closeCode;
  private final String text;

  Violation(int closeCode, String text) {
    this.closeCode = closeCode;
    this.text = text;
  }

  /** The code to close the connection with: 1002, 1007 or 1009. */
  public int closeCode() {
    return closeCode;
  }

  /**
   * What was wrong, short enough for a close reason. The decoder's sink is told the limit as well,
   * where there is one.
   */
  public String text() {
    return text;
  }
}
