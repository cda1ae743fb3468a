package io.heddle.cluster.formation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
  @TempDir Path folder;
  private final List<SharedNode> nodes = new ArrayList<>();

  @AfterEach
  void stop() {
    nodes.forEach(SharedNode::kill);
  }

  @Test
  void nodesWithCertificatesOfOneAuthorityJoinAndOthersDoNot() throws Exception {
    var ours = PemFiles.make(folder, "ours").settings();
    var theirs = PemFiles.make(folder, "theirs").settings();
    var ports = SharedNode.ports(4);
    var seeds = SharedNode.seeds(ports.subList(0, 1));
    var first = start(ports.get(0), ours);
    var second = start(ports.get(1), seeds, ours);
    var stranger = start(ports.get(2), seeds, theirs);
    var plain = start(ports.get(3), seeds);

    await()
        .atMost(SharedNode.PATIENCE)
        .until(() -> second.view.complete().toCompletableFuture().isDone());

    assertThat(first.members()).containsExactlyInAnyOrderElementsOf(ports.subList(0, 2));
    await()
        .during(Duration.ofSeconds(3))
        .atMost(SharedNode.PATIENCE)
        .until(() -> stranger.members().isEmpty() && plain.members().isEmpty());
  }

  private SharedNode start(int port, String... settings) {
    var node = SharedNode.start(port, settings);
    nodes.add(node);
    return node;
  }
}
