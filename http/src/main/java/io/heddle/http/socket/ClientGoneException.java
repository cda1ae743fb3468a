package io.heddle.http.socket;

/** Resets the socket of a client that takes no bytes; nobody's fault, so it has no stack trace. */
final class ClientGoneException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ClientGoneException() {
    super("the client takes no bytes", null, false, false);
  }
}
