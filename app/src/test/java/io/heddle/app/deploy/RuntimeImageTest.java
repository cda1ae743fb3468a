package io.heddle.app.deploy;

import static io.heddle.app.wire.TestNode.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.app.wire.NodeProcess;
import io.heddle.app.wire.TestRedis;
import io.heddle.app.wire.Token;
import io.heddle.app.wire.WireClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The runtime that {@code deploy/Containerfile} makes for its image. */
@ResourceLock(NodeProcess.LOCK)
class RuntimeImageTest {
  private static final Path CONTAINERFILE = Path.of("..", "deploy", "Containerfile");
  private static final Pattern MODULES = Pattern.compile("--add-modules \\\\\\s+(\\S+)");
  private static final int FILES = 1_024;

  @TempDir Path folder;

  @Test
  void aNodeServesOnTheModulesThatTheImageHas() throws IOException {
    Path runtime = link(modules());
    try (TestRedis redis = new TestRedis().start();
        NodeProcess node =
            NodeProcess.start(
                runtime, folder, FILES, Map.of("REDIS_URL", redis.url(), "HEDDLE_LOG", "sqlite"));
        WireClient alice = WireClient.open(node.port(), "/ws", Token.bearer("alice"))) {
      assertThat(alice.text()).contains("\"connected\"");
      eventually().until(() -> redis.publish("notifications:alice", "{\"title\":\"News\"}") == 1);

      assertThat(alice.text()).contains("\"News\"");
      assertThat(node.meter("process_uptime_seconds")).isPositive();
    }
  }

  private static String modules() throws IOException {
    Matcher modules = MODULES.matcher(Files.readString(CONTAINERFILE));
    assertThat(modules.find()).as("%s names its modules", CONTAINERFILE).isTrue();
    return modules.group(1);
  }

  private Path link(String modules) {
    Path runtime = folder.resolve("java");
    List<String> arguments =
        List.of("--no-header-files", "--no-man-pages", "--add-modules", modules, "--output");
    ToolProvider jlink = ToolProvider.findFirst("jlink").orElseThrow();
    String[] all = new String[arguments.size() + 1];
    arguments.toArray(all)[arguments.size()] = runtime.toString();
    assertThat(jlink.run(System.out, System.err, all)).isZero();
    return runtime;
  }
}
