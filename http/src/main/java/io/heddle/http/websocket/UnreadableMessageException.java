package io.heddle.http.websocket;

/** A compressed message cannot be restored. */
final class UnreadableMessageException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Violation violation;

  UnreadableMessageException(Violation violation) {
    super(violation.text(), null, false, false);
    this.violation = violation;
  }

  Violation violation() {
    return violation;
  }
}
