package io.heddle.app.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.app.cli.Main;
import io.heddle.app.wire.Token;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A cluster of three processes and a Redis, to which a test has things happen. */
final class Checked implements AutoCloseable {
  private static final int NODES = 3;
  private static final int CLIENTS = 24;
  private static final int ROOMS = 12;
  private static final int RATE = 60;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  final StartedCluster cluster;
  private final Path folder;
  private int runs;

  private Checked(Path folder, StartedCluster cluster) {
    this.folder = folder;
    this.cluster = cluster;
  }

  /** Starts one with a profile against split brains. */
  static Checked start(Path folder, String splitBrain) throws IOException, InterruptedException {
    List<String> launch =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName());
    Map<String, String> variables =
        Map.of("HEDDLE_CLUSTER_SPLIT_BRAIN", splitBrain, "HEDDLE_WARM_UP_HANDSHAKES", "0");
    return new Checked(
        folder, StartedCluster.start(launch, variables, NODES, true, folder, Token.SECRET));
  }

  /** Plays a scenario; what happens to one node happens to this one. */
  CheckReport play(Scenario scenario, int node, Duration away)
      throws IOException, InterruptedException {
    CheckOptions options =
        new CheckOptions(
            CLIENTS, ROOMS, RATE, scenario, seed(node), Duration.ofSeconds(3), away, PATIENCE);
    return new Check(
            options,
            cluster,
            (user, admin) -> admin ? Token.admin() : Token.of(user),
            System.out::println)
        .run();
  }

  /** Another one each time, since it names the rooms. */
  private long seed(int node) {
    long seed = ++runs * 1000L;
    while (node != 1 + new Random(seed).nextInt(NODES)) {
      seed++;
    }
    return seed;
  }

  /** Where a node says how it is doing. */
  Path log(int node) {
    return folder.resolve("node-" + node + ".log");
  }

  /** Nothing that was acknowledged was lost, came twice or out of order. */
  static void assertClean(CheckReport report) {
    assertThat(report.isClean()).as(CheckText.text(report)).isTrue();
    assertThat(report.acknowledged()).as(CheckText.text(report)).isEqualTo(report.published());
  }

  @Override
  public void close() {
    cluster.close();
  }
}
