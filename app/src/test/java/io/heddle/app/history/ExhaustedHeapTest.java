package io.heddle.app.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.app.wire.NodeProcess;
import io.heddle.app.wire.Token;
import io.heddle.app.wire.WireClient;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A node whose heap is full ends, so that its supervisor starts it again; it does not linger. */
@Tag("long")
@ResourceLock(NodeProcess.LOCK)
class ExhaustedHeapTest {
  private static final int FILES = 1_024;
  private static final int MOST = 20_000;
  private static final String DATA = "x".repeat(32 * 1024);

  /** What the JVM ends with on {@code -XX:+ExitOnOutOfMemoryError}. */
  private static final int OUT_OF_MEMORY = 3;

  @TempDir Path folder;

  @Test
  void aNodeWhoseHeapIsFullEnds() {
    Map<String, String> variables = Map.of("HEDDLE_LOG", "memory", "HEDDLE_RATE_LIMIT", "off");
    try (NodeProcess node = NodeProcess.start(folder, FILES, "-Xmx64m", variables)) {
      fill(node);

      assertThat(node.awaitEnd()).as(node.log()).isEqualTo(OUT_OF_MEMORY);
      assertThat(node.log()).contains("OutOfMemoryError");
    }
  }

  private static void fill(NodeProcess node) {
    try (WireClient client = WireClient.open(node.port(), "/ws", Token.bearer("somebody"))) {
      for (int i = 0; i < MOST && node.isAlive(); i++) {
        String room = "chat:heap-" + i / 100;
        if (i % 100 == 0) {
          client.send("{\"type\":\"subscribe\",\"room\":\"%s\"}".formatted(room));
        }
        client.send("{\"type\":\"publish\",\"room\":\"%s\",\"data\":\"%s\"}".formatted(room, DATA));
        client.text();
      }
    } catch (UncheckedIOException | AssertionError _) {
      // The connection went with the node, which is what the test waits for.
    }
  }
}
