package io.heddle.app.cli;

import io.heddle.app.Heddle;
import java.util.concurrent.Callable;
import org.apache.pekko.Version;
import picocli.CommandLine.Command;

/** {@code heddle version}. */
@Command(
    name = "version",
    mixinStandardHelpOptions = true,
    description = "Prints the version, and what it runs on.")
final class VersionCommand implements Callable<Integer> {
  private final Surroundings around;

  VersionCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    around.out().println(text());
    return ExitCode.OK;
  }

  static String text() {
    return "heddle %s (Java %s, Pekko %s)"
        .formatted(Heddle.version(), Runtime.version(), Version.current());
  }
}
