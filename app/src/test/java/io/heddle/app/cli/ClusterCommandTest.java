package io.heddle.app.cli;

import static io.heddle.app.wire.TestNode.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.app.wire.NodeProcess;
import io.heddle.app.wire.Token;
import io.heddle.app.wire.WireClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock(NodeProcess.LOCK)
class ClusterCommandTest {
  @TempDir Path folder;

  @Test
  void aNodeIsKilledAndStartedAndAllAreTakenAlong() throws Exception {
    try (var cluster = ClusterProcess.start(folder, 1)) {
      cluster.awaitLine("all 1 nodes are one cluster", 1);
      long first = pid(1);

      cluster.tell("kill 1");
      cluster.awaitLine("node 1 was killed (137)", 1);
      cluster.tell("start 1");
      cluster.awaitLine("node 1 has joined", 2);
      cluster.tell("kill 7");
      cluster.awaitLine("kill takes the number of a node, 1 to 1", 1);
      long second = pid(1);
      cluster.tell("quit");

      assertThat(cluster.awaitEnd()).isZero();
      assertThat(second).isNotEqualTo(first);
      assertThat(ProcessHandle.of(second)).isEmpty();
      assertThat(cluster.lines()).contains("node 1 left (0)", "stopped");
    }
  }

  @Test
  void nodesDoNotOutliveTheOneWhoStartedThem() throws Exception {
    try (var cluster = ClusterProcess.start(folder, 1)) {
      cluster.awaitLine("all 1 nodes are one cluster", 1);
      var node = ProcessHandle.of(pid(1)).orElseThrow();

      cluster.process().destroyForcibly();

      eventually().until(() -> !node.isAlive());
    }
  }

  @Test
  @Tag("long")
  void aClusterDoesNotOutliveWhoHoldsItsInput() throws Exception {
    try (var cluster = ClusterProcess.start(folder, 1, ServeCommand.WHILE_INPUT)) {
      cluster.awaitLine("all 1 nodes are one cluster", 1);
      cluster.tell("cut 1");
      cluster.awaitLine("nodes can be cut off with --cuttable only", 1);

      cluster.process().getOutputStream().close();

      assertThat(cluster.awaitEnd()).isZero();
      assertThat(cluster.lines()).contains("node 1 left (0)", "stopped");
    }
  }

  @Test
  @Tag("long")
  void aPublicationCrossesNodesAlsoAfterOneWasKilled() throws Exception {
    try (var cluster = ClusterProcess.start(folder, 3)) {
      cluster.awaitLine("all 3 nodes are one cluster", 1);
      try (var far = enter(cluster.port(1))) {
        try (var near = enter(cluster.port(2))) {
          publish(near, 1);
          assertThat(far.text()).contains("\"type\":\"message\"", "\"data\":1");
        }
        cluster.tell("kill 2");
        cluster.awaitLine("node 2 was killed", 1);
        cluster.tell("start 2");
        cluster.awaitLine("node 2 has joined", 2);
        try (var near = enter(cluster.port(2))) {
          publish(near, 2);
          assertThat(far.text()).contains("\"type\":\"message\"", "\"data\":2");
        }
      }
      cluster.process().destroy();
      assertThat(cluster.awaitEnd()).isZero();
    }
  }

  private static WireClient enter(int port) {
    var client = WireClient.open(port, "/ws", Token.bearer("somebody"));
    client.text();
    client.send("{\"type\":\"subscribe\",\"room\":\"chat:crossing\"}").text();
    return client;
  }

  private static void publish(WireClient client, int data) {
    client.send(
        "{\"type\":\"publish\",\"room\":\"chat:crossing\",\"id\":1,\"data\":%d}".formatted(data));
  }

  private long pid(int node) throws IOException {
    return Long.parseLong(Files.readString(folder.resolve("node-" + node + ".pid")).strip());
  }
}
