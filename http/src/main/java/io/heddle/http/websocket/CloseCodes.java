package io.heddle.http.websocket;

/**
 * The close codes that the codec itself uses, and which codes may be on the wire (RFC 6455, 7.4).
 */
public final class CloseCodes {
  /** The peer broke the framing rules. */
  public static final int PROTOCOL_ERROR = 1002;

  /** Stands for a close frame without a code; never on the wire itself. */
  public static final int NO_CODE = 1005;

  /** A text that is not UTF-8. */
  public static final int INVALID_PAYLOAD = 1007;

  /** A message over the limit. */
  public static final int TOO_LARGE = 1009;

  private CloseCodes() {}

  /**
   * Whether a close frame may carry this code: those that RFC 6455 and its IANA registry define for
   * the wire (1000 to 1003, 1007 to 1014), and those of libraries and applications (3000 to 4999).
   */
  public static boolean allowedOnTheWire(int code) {
    return within(code, 1000, 1003) || within(code, 1007, 1014) || within(code, 3000, 4999);
  }

  private static boolean within(int code, int lowest, int highest) {
    return code >= lowest && code <= highest;
  }
}
