package io.heddle.app.cli;

/** A command could not be done; the message is all that its user needs to know. */
final class CommandFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  private CommandFailedException(int exitCode, String message) {
    super(message, null, false, false);
    this.exitCode = exitCode;
  }

  static CommandFailedException failed(String message) {
    return new CommandFailedException(ExitCode.FAILED, message);
  }

  static CommandFailedException misused(String message) {
    return new CommandFailedException(ExitCode.MISUSED, message);
  }

  int exitCode() {
    return exitCode;
  }
}
