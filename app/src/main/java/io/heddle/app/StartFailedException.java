package io.heddle.app;

/**
 * A node that could not start; the message says why and what to change, and is all there is to say.
 */
public final class StartFailedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** {@code message} is for the operator. */
  public StartFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
