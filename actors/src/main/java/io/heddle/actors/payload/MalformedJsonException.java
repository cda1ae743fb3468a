package io.heddle.actors.payload;

/** Bytes that are no valid JSON, or not of the demanded form; the message is fit for a client. */
public final class MalformedJsonException extends Exception {
  private static final long serialVersionUID = 1;

  /** {@code message} is shown to whoever sent the bytes. */
  public MalformedJsonException(String message) {
    super(message, null, false, false);
  }
}
