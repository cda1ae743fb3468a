package io.heddle.app.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.UnixOperatingSystemMXBean;
import io.heddle.app.wire.NodeProcess;
import io.heddle.app.wire.TestNode;
import io.heddle.app.wire.Token;
import io.heddle.app.wire.WireClient;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** As many that only begin as two processes may have files for, up to twenty thousand. */
@Tag("long")
@ResourceLock(NodeProcess.LOCK)
class HalfOpenCrowdTest {
  private static final int MOST = 20_000;
  private static final int HONEST = 100;

  /** Files that each process has or needs for something else. */
  private static final int OTHERS = 1500;

  @TempDir Path folder;

  @Test
  void aHundredHonestOnesWorkAmongTwentyThousandThatOnlyBegin() {
    assumeThat(TestNode.direct()).as("held by our own server").isTrue();
    int crowd = (int) Math.min(MOST, files() - OTHERS);
    byte[] half = "GET /ws HTTP/1.1\r\nHost: l".getBytes(StandardCharsets.ISO_8859_1);
    List<WireClient> beginning = new ArrayList<>();
    List<WireClient> honest = new ArrayList<>();
    try (NodeProcess node =
        NodeProcess.start(folder, crowd + OTHERS, Map.of("HEDDLE_WEBSOCKET_HEAD_TIMEOUT", "1h"))) {
      for (int i = 0; i < crowd; i++) {
        beginning.add(WireClient.dial(node.port()).raw(i % 2 == 0 ? half : new byte[0]));
        if (i % (crowd / HONEST) == 0) {
          honest.add(entered(node.port(), "honest" + i));
        }
      }
      assertThat(node.meter("heddle_server_sockets")).isGreaterThan(crowd);
      honest.getFirst().send("{\"type\":\"publish\",\"room\":\"chat:crowd\",\"data\":7}");
      for (WireClient client : honest) {
        assertThat(client.text()).contains("\"data\":7");
      }
    } finally {
      beginning.forEach(WireClient::reset);
      honest.forEach(WireClient::close);
    }
  }

  private static WireClient entered(int port, String user) {
    WireClient client = WireClient.open(port, "/ws", Token.bearer(user));
    client.text();
    client.send("{\"type\":\"subscribe\",\"room\":\"chat:crowd\"}").text();
    return client;
  }

  private static long files() {
    UnixOperatingSystemMXBean system =
        (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return system.getMaxFileDescriptorCount();
  }
}
