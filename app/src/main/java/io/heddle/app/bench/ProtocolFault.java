package io.heddle.app.bench;

/** The server's bytes are not what this generator can take; the message is the report's reason. */
final class ProtocolFault extends Exception {
  private static final long serialVersionUID = 1L;

  ProtocolFault(String reason) {
    super(reason, null, false, false);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
