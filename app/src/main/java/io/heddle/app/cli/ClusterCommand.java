package io.heddle.app.cli;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import io.heddle.app.dev.DevSecret;
import io.heddle.app.dev.EmbeddedRedis;
import io.heddle.config.Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code heddle cluster}: several nodes on this machine, each in a process of its own. */
@Command(
    name = "cluster",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Serves on this machine with several nodes, and a Redis where REDIS_URL names none.",
      "Takes commands on standard input: " + LocalNodes.HELP + "."
    })
final class ClusterCommand implements Callable<Integer> {
  private static final int MOST = 30;
  private static final int USUAL_REDIS_PORT = 6379;
  private static final int USUAL_CLUSTER_PORT = 17355;

  /** In the place of a Redis that is started when all else is known to be in order. */
  private static final String NO_REDIS = "redis://not.started.yet";

  /** Beyond the nodes' own time-out: for what their JVM does at last. */
  private static final Duration MOMENT = Duration.ofSeconds(5);

  static final String CUTTABLE = "--cuttable";

  private final Surroundings around;

  @Option(
      names = "--nodes",
      paramLabel = "N",
      description = "How many, 1 to " + MOST + ". Default: 3")
  private int count = 3;

  @Option(
      names = CUTTABLE,
      description =
          "What nodes say to each other goes through this process, so that 'cut K' parts a node"
              + " from the others and 'mend K' joins them.")
  private boolean cuttable;

  @Option(names = ServeCommand.WHILE_INPUT, hidden = true)
  private boolean whileInput;

  @Mixin private final SettingsOption option = new SettingsOption();

  ClusterCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    if (count < 1 || count > MOST) {
      throw CommandFailedException.misused("--nodes takes 1 to " + MOST);
    }
    var signals = StopSignals.listen();
    var settings = settings(forNode(around.environment(), usualPorts(), 1));
    boolean anywhere = settings.webSocket().port() == 0;
    var ports = anywhere ? anyPorts() : freePorts();
    if (settings.redis().url().equals(Optional.of(NO_REDIS))) {
      try (var redis = EmbeddedRedis.start(anywhere ? 0 : USUAL_REDIS_PORT)) {
        say("Redis: " + redis.url());
        return run(settings, ports, Optional.of(redis.url()), signals);
      } catch (IOException e) {
        throw CommandFailedException.failed("the Redis did not start: " + Causes.root(e));
      }
    }
    return run(settings, ports, Optional.empty(), signals);
  }

  /** What a node will find, so that faults are said once and before anything is started. */
  private Settings settings(Map<String, String> environment) {
    var beneath =
        ConfigFactory.empty()
            .withValue(
                "heddle.websocket.host",
                ConfigValueFactory.fromAnyRef("127.0.0.1", "heddle cluster"))
            .withValue(
                "heddle.redis.url", ConfigValueFactory.fromAnyRef(NO_REDIS, "heddle cluster"));
    return option.load(environment, beneath).settings();
  }

  private int run(
      Settings settings, List<Integer> clusterPorts, Optional<String> redis, StopSignals signals) {
    var common = new HashMap<>(around.environment());
    common.remove("HEDDLE_WEBSOCKET_PORT");
    common.remove("HEDDLE_WEBSOCKET_HOST");
    common.put("WEBSOCKET_HOST", settings.webSocket().host());
    redis.ifPresent(url -> common.put("REDIS_URL", url));
    if (!settings.jwt().hasKey() && settings.auth().issuers().isEmpty()) {
      common.put("HEDDLE_JWT_SECRET", secret(settings.dataDir()));
    }
    var ports = webSocketPorts(settings.webSocket().port());
    var wires = cuttable ? Optional.of(wires(clusterPorts)) : Optional.<Wires>empty();
    var nodes =
        IntStream.rangeClosed(1, count)
            .mapToObj(
                k ->
                    node(
                        k,
                        settings,
                        ports.get(k - 1),
                        forNode(common, clusterPorts, k),
                        wires.map(it -> configuration(k, settings, it))))
            .toList();
    var all = new LocalNodes(nodes, settings.drain().timeout().plus(MOMENT), wires, this::say);
    var atTheEnd = new Thread(all::kill);
    Runtime.getRuntime().addShutdownHook(atTheEnd);
    var _ = signals.hurried().thenRun(all::kill);
    try (all) {
      introduce(settings, nodes);
      all.start();
      var quit = new CompletableFuture<String>();
      Thread.ofPlatform().daemon().name("cluster-commands").start(() -> read(all, quit));
      CompletableFuture.anyOf(signals.asked(), quit).join();
      say("stopping all nodes");
    }
    say("stopped");
    return ExitCode.OK;
  }

  private void read(LocalNodes all, CompletableFuture<String> quit) {
    try (var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (var line = in.readLine(); line != null; line = in.readLine()) {
        if (line.strip().equalsIgnoreCase("roll")) {
          var rolling = line;
          Thread.ofPlatform().daemon().name("cluster-roll").start(() -> all.obey(rolling));
        } else if (all.obey(line)) {
          quit.complete(line);
          return;
        }
      }
      if (whileInput) {
        quit.complete("the end of its input");
      }
    } catch (IOException e) {
      say("standard input: " + e.getMessage());
    } catch (CommandFailedException e) {
      say(String.valueOf(e.getMessage()));
    }
  }

  private static Wires wires(List<Integer> clusterPorts) {
    try {
      var behind = clusterPorts.stream().map(_ -> EmbeddedRedis.freePort()).toList();
      return Wires.open(clusterPorts, behind);
    } catch (IOException e) {
      throw CommandFailedException.failed(CUTTABLE + ": " + e.getMessage());
    }
  }

  private Path configuration(int node, Settings settings, Wires wires) {
    var folder = settings.dataDir();
    var name = "node-" + node + ".conf";
    var _ = Note.write(folder, name, wires.settings(node, option.file(around.environment())));
    return folder.resolve(name);
  }

  private LocalNode node(
      int number,
      Settings settings,
      int port,
      Map<String, String> environment,
      Optional<Path> configuration) {
    var folder = settings.dataDir();
    var variables = new HashMap<>(environment);
    variables.put("WEBSOCKET_PORT", Integer.toString(port));
    variables.put("HEDDLE_DATA_DIR", folder.resolve("node-" + number).toString());
    var host = settings.webSocket().host();
    var address = (host.equals("0.0.0.0") ? "127.0.0.1" : host) + ":" + port;
    var command = new ArrayList<>(NodeLaunch.command(count));
    command.add("serve");
    command.add(ServeCommand.WHILE_INPUT);
    command.addAll(option.words(configuration));
    return new LocalNode(number, address, folder, command, variables, this::say);
  }

  private Map<String, String> forNode(
      Map<String, String> environment, List<Integer> clusterPorts, int number) {
    var variables = new HashMap<>(environment);
    variables.remove("HEDDLE_CLUSTER_DNS");
    variables.put("HEDDLE_CLUSTER_HOST", "127.0.0.1");
    variables.put("HEDDLE_CLUSTER_PORT", clusterPorts.get(number - 1).toString());
    variables.put(
        "HEDDLE_CLUSTER_SEEDS",
        clusterPorts.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(",")));
    return variables;
  }

  private void introduce(Settings settings, List<LocalNode> nodes) {
    var path = settings.webSocket().endpoints().stream().findFirst().map(it -> it.path());
    for (var node : nodes) {
      say(
          "node %d: ws://%s%s  admin: http://%s/api/v1/websocket  log: %s"
              .formatted(
                  node.number(), node.address(), path.orElse(""), node.address(), node.log()));
    }
  }

  private List<Integer> usualPorts() {
    return IntStream.range(0, count).mapToObj(i -> USUAL_CLUSTER_PORT + i).toList();
  }

  private List<Integer> freePorts() {
    return usualPorts().stream().map(EmbeddedRedis::freePort).toList();
  }

  /** Clusters that start at the same moment would find the same usual ones free. */
  private List<Integer> anyPorts() {
    return IntStream.range(0, count).mapToObj(_ -> EmbeddedRedis.freePort()).toList();
  }

  private List<Integer> webSocketPorts(int first) {
    return first == 0
        ? anyPorts()
        : IntStream.range(0, count).mapToObj(i -> Integer.valueOf(first + i)).toList();
  }

  private static String secret(Path folder) {
    try {
      return new DevSecret(folder).readOrCreate();
    } catch (IOException e) {
      throw CommandFailedException.failed("heddle.data-dir: " + e.getMessage());
    }
  }

  private synchronized void say(String line) {
    around.out().println(line);
    around.out().flush();
  }
}
