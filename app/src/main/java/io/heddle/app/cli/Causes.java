package io.heddle.app.cli;

/** Says why, of what libraries wrap. */
final class Causes {
  private Causes() {}

  /** The message of the innermost cause, which is the one that a reader can do something about. */
  static String root(Throwable thrown) {
    var cause = thrown;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }
}
