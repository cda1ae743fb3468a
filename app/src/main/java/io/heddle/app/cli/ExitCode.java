package io.heddle.app.cli;

/** What a command's exit says. */
final class ExitCode {
  static final int OK = 0;

  /** It was understood and could not be done. */
  static final int FAILED = 1;

  /** The command line or the settings are wrong. */
  static final int MISUSED = 2;

  /** The node was stopped before everything under way was answered. */
  static final int CUT_SHORT = 3;

  private ExitCode() {}
}
