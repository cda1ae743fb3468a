package io.heddle.actors.log;

/** A log could not do what it was asked for. */
public final class LogException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Whether the log may have done it. */
  private final boolean undecided;

  private LogException(String message, boolean undecided, Throwable cause) {
    super(message, cause);
    this.undecided = undecided;
  }

  /** It was certainly not done, and may be tried again. */
  public static LogException refused(String message, Throwable cause) {
    return new LogException(message, false, cause);
  }

  /** Nobody knows whether it was done. */
  public static LogException undecided(String message, Throwable cause) {
    return new LogException(message, true, cause);
  }

  /** Whether the log may have done it. */
  public boolean isUndecided() {
    return undecided;
  }
}
