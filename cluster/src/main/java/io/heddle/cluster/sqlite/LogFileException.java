package io.heddle.cluster.sqlite;

/** The log's file cannot be used; the message names it and says what to do. */
public final class LogFileException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** {@code message} is for the operator. */
  LogFileException(String message, Throwable cause) {
    super(message, cause);
  }

  /** {@code message} is for the operator. */
  LogFileException(String message) {
    super(message);
  }
}
