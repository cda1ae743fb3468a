package io.heddle.app;

/**
 * A node that could not start; the message says why and what to change, and is all there is to say.
 */
public sealed class StartFailedException extends RuntimeException permits NoKeyException {
  private static final long serialVersionUID = 1;

  /** {@code message} is for the operator. */
  StartFailedException(String message) {
    super(message);
  }

  /** {@code message} is for the operator. */
  public StartFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
