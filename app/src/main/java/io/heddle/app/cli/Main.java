package io.heddle.app.cli;

import io.heddle.app.bench.BenchCommand;
import io.heddle.app.check.CheckCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The program: finds the command, runs it, and turns its end into an exit code. */
public final class Main {
  /** Set by the launcher to how it was called, for lines that are to be pasted. */
  private static final String PROGRAM = "heddle.program";

  private Main() {}

  /**
   * Runs one command and ends the process: 0 for done, 1 for failed, 2 for a wrong command line or
   * wrong settings, 3 for a node that was stopped before everything under way was answered.
   */
  public static void main(String[] arguments) {
    var out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
    var err = new PrintWriter(System.err, false, StandardCharsets.UTF_8);
    var program = System.getProperty(PROGRAM, "./heddle");
    var around = new Surroundings(System.getenv(), out, err, Clock.systemUTC(), program);
    int code = commands(around).execute(arguments);
    out.flush();
    err.flush();
    if (code == ExitCode.CUT_SHORT) {
      Runtime.getRuntime().halt(code);
    }
    System.exit(code);
  }

  static CommandLine commands(Surroundings around) {
    var commands =
        new CommandLine(new Root())
            .addSubcommand(new DevCommand(around))
            .addSubcommand(new ServeCommand(around))
            .addSubcommand(new ClusterCommand(around))
            .addSubcommand(new TokenCommand(around))
            .addSubcommand(new PublishCommand(around))
            .addSubcommand(new ConfigCommand(around))
            .addSubcommand(new BenchCommand(around.environment()))
            .addSubcommand(
                new CheckCommand(around.environment(), () -> NodeLaunch.command(2), around.out()))
            .addSubcommand(new VersionCommand(around))
            .setOut(around.out())
            .setErr(around.err())
            .setCaseInsensitiveEnumValuesAllowed(true);
    commands.getCommandSpec().version(VersionCommand.text());
    commands
        .getSubcommands()
        .values()
        .forEach(command -> command.getCommandSpec().version(VersionCommand.text()));
    commands.setExecutionExceptionHandler((thrown, _, _) -> failed(thrown, around.err()));
    commands.setParameterExceptionHandler(
        (wrong, _) -> {
          var command = wrong.getCommandLine().getCommandSpec();
          around.err().println("heddle: " + wrong.getMessage());
          CommandLine.UnmatchedArgumentException.printSuggestions(wrong, around.err());
          around.err().printf("See: %s --help%n", calledAs(command, around.program()));
          return ExitCode.MISUSED;
        });
    return commands;
  }

  private static String calledAs(CommandSpec command, String program) {
    return command.parent() == null ? program : program + " " + command.name();
  }

  private static int failed(Exception thrown, PrintWriter err) {
    if (thrown instanceof CommandFailedException failure) {
      err.println("heddle: " + failure.getMessage());
      return failure.exitCode();
    }
    thrown.printStackTrace(err);
    return ExitCode.FAILED;
  }

  /** What is asked for without a command. */
  @Command(
      name = "heddle",
      mixinStandardHelpOptions = true,
      synopsisSubcommandLabel = "COMMAND",
      description = "Holds WebSocket connections and carries each message to where it belongs.")
  static final class Root implements Callable<Integer> {
    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
      var commands = Objects.requireNonNull(spec).commandLine();
      commands.usage(commands.getErr());
      return ExitCode.MISUSED;
    }
  }
}
