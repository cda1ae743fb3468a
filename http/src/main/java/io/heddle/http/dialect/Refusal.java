package io.heddle.http.dialect;

import io.heddle.actors.protocol.ErrorCode;

/** Why a message is no command; a fault of the client's, so it carries no stack. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1;

  private final ErrorCode code;
  private final String text;

  private Refusal(ErrorCode code, String text) {
    super(text, null, false, false);
    this.code = code;
    this.text = text;
  }

  /** In the standard words of the code. */
  static Refusal of(ErrorCode code) {
    return new Refusal(code, code.text());
  }

  /** {@code text} says what is wrong with which field. */
  static Refusal invalid(String text) {
    return new Refusal(ErrorCode.INVALID_MESSAGE, text);
  }

  ErrorCode code() {
    return code;
  }

  String text() {
    return text;
  }
}
