package io.heddle.app.socket;

import static io.heddle.app.wire.TestNode.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.heddle.app.wire.NodeProcess;
import io.heddle.app.wire.TestNode;
import io.heddle.app.wire.Token;
import io.heddle.app.wire.WireClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A node that the system gives no more files: whatever a client does for the first time then works.
 */
@ResourceLock(NodeProcess.LOCK)
class FilesRunOutTest {
  private static final int FILES = 400;

  @TempDir Path folder;

  @Test
  void whoIsInStaysWhoComesWaitsAndTheLogSaysWhy() {
    assumeThat(TestNode.direct()).as("accepted by our own server").isTrue();
    try (NodeProcess node =
            NodeProcess.start(folder, FILES, Map.of("HEDDLE_WEBSOCKET_HEAD_TIMEOUT", "1h"));
        WireClient inside = WireClient.open(node.port(), "/ws", Token.bearer("inside"))) {
      inside.text();
      List<WireClient> crowd = new ArrayList<>();
      for (int i = 0; i < FILES; i++) {
        crowd.add(WireClient.dial(node.port()));
      }

      eventually().until(() -> node.log().contains("No connection can be accepted"));
      assertThat(inside.send("{\"type\":\"ping\"}").text()).contains("\"pong\"");
      assertThat(inside.send("{\"type\":\"subscribe\",\"room\":\"chat:files\"}").text())
          .contains("\"subscribed\"");
      inside.send("{\"type\":\"publish\",\"room\":\"chat:files\",\"data\":7}");
      assertThat(inside.text()).contains("\"data\":7");

      WireClient late = WireClient.dial(node.port());
      late.raw(WireClient.upgradeRequest("/ws", Token.bearer("late")));
      crowd.forEach(WireClient::close);
      assertThat(late.answer().status()).isEqualTo(101);
      assertThat(late.text()).contains("\"connected\"");
      late.close();
      assertThat(node.meter("heddle_server_accept_failures_total")).isPositive();
    }
  }
}
