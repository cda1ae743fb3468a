package io.heddle.app.check;

import com.typesafe.config.ConfigFactory;
import io.heddle.app.token.TokenMint;
import io.heddle.app.token.TokenRequest;
import io.heddle.config.load.SettingsLoader;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code heddle check}: looks for what a cluster loses, repeats or reorders. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Starts a cluster (or takes one that is there), publishes into it on each way in, does to it",
      "what the scenario says, and compares what was acknowledged with what each client has seen.",
      "Ends with 0 only if nothing was lost, came twice or out of order."
    })
public final class CheckCommand implements Callable<Integer> {
  private static final int CLEAN = 0;
  private static final int NOT_CLEAN = 1;
  private static final Duration TOKENS = Duration.ofHours(6);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Map<String, String> environment;
  private final Supplier<List<String>> launch;
  private final PrintWriter out;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--scenario",
      converter = ScenarioConverter.class,
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
  private Scenario scenario = Scenario.rolling;

  @Option(names = "--nodes", paramLabel = "N", description = "Nodes to start. Default: 3")
  private int nodes = 3;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description =
          "A node of a cluster that is there, such as http://10.0.0.1:8080; once for each. Needs its"
              + " secret in HEDDLE_JWT_SECRET, and only watches: --scenario calm.")
  private List<URI> urls = List.of();

  @Option(names = "--redis", paramLabel = "URL", description = "The Redis of that cluster, if any.")
  private Optional<String> redis = Optional.empty();

  @Option(names = "--clients", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}")
  private int clients = 300;

  @Option(names = "--rooms", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}")
  private int rooms = 60;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Publishes a second, all together. Default: ${DEFAULT-VALUE}")
  private int rate = 200;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "How long calm lasts. Default: ${DEFAULT-VALUE}")
  private int seconds = 10;

  @Option(
      names = "--away",
      paramLabel = "N",
      description =
          "Seconds that a node stays away that was killed; the others need up to 15 to give it up."
              + " Default: ${DEFAULT-VALUE}")
  private int away = 20;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Decides what the scenario leaves to chance. Default: one at random")
  private Optional<Long> seed = Optional.empty();

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the report as JSON.")
  private Optional<Path> json = Optional.empty();

  @Option(names = "--markdown", paramLabel = "FILE", description = "Writes it as a table.")
  private Optional<Path> markdown = Optional.empty();

  /**
   * The command.
   *
   * @param launch how a process is started that runs this program, without a command
   */
  public CheckCommand(
      Map<String, String> environment, Supplier<List<String>> launch, PrintWriter out) {
    this.environment = environment;
    this.launch = launch;
    this.out = out;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    demand(clients > 0 && rooms > 0 && rate > 0, "--clients, --rooms and --rate are at least 1");
    demand(nodes > 0 && nodes <= 30, "--nodes takes 1 to 30");
    demand(
        urls.isEmpty() || scenario == Scenario.calm,
        "with --url there is only --scenario calm: do to the cluster what you want meanwhile");
    String given = environment.getOrDefault("HEDDLE_JWT_SECRET", "");
    demand(
        urls.isEmpty() || !given.isEmpty(), "--url needs HEDDLE_JWT_SECRET, to sign tokens with");
    String secret = given.isEmpty() ? UUID.randomUUID().toString() : given;
    CheckOptions options =
        new CheckOptions(
            clients,
            rooms,
            rate,
            scenario,
            seed.orElseGet(() -> System.nanoTime() % 1_000_000),
            Duration.ofSeconds(seconds),
            Duration.ofSeconds(away),
            PATIENCE);
    try (Deployment cluster = deployment(secret)) {
      CheckReport report = new Check(options, cluster, mint(secret), this::say).run();
      write(report);
      return report.isClean() ? CLEAN : NOT_CLEAN;
    }
  }

  private Deployment deployment(String secret) throws IOException, InterruptedException {
    if (!urls.isEmpty()) {
      return new GivenNodes(urls, redis);
    }
    Path folder = Files.createTempDirectory("heddle-check");
    say("starting " + nodes + " nodes; their logs are in " + folder);
    return StartedCluster.start(
        launch.get(), environment, nodes, scenario == Scenario.partition, folder, secret);
  }

  private static Check.Tokens mint(String secret) {
    var settings =
        SettingsLoader.load(
                Optional.empty(), Map.of("HEDDLE_JWT_SECRET", secret), ConfigFactory.empty())
            .orThrow();
    TokenMint mint = new TokenMint(secret, settings, Clock.systemUTC());
    return (user, admin) -> {
      TokenRequest request = TokenRequest.of(user, TOKENS);
      return mint.mint(admin ? request.withRole("admin") : request);
    };
  }

  private void write(CheckReport report) throws IOException {
    out.println();
    out.print(CheckText.text(report));
    out.flush();
    if (json.isPresent()) {
      Files.writeString(json.get(), CheckText.json(report));
    }
    if (markdown.isPresent()) {
      Files.writeString(markdown.get(), CheckText.markdown(report));
    }
  }

  private void say(String line) {
    out.println(line);
    out.flush();
  }

  private void demand(boolean holds, String otherwise) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), otherwise);
    }
  }
}
