package io.heddle.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heddle.app.wire.NodeProcess;
import io.heddle.app.wire.Token;
import io.heddle.app.wire.WireClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One command, a process of its own, and a client of the older gateway is served. */
@ResourceLock(NodeProcess.LOCK)
class ServedPresetTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path data;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "erp | /ws | {'type':'subscribe','data':{'channel':'c'}} | 'type':'ack'",
        "board | /ws/connect | {'type':'subscription','data':{'action':'subscribe','project_id':'p'}}"
            + " | 'room':'project:p'",
        "rooms | /ws | {'type':'subscribe','room':'chat'} | 'client_count':1",
        "trading | /ws | {'type':'subscribe','channels':['orders']} | 'room':'orders'",
        "hub | /websocket/connect | {'type':'heartbeat','timestamp':'now'} | 'type':'pong'"
      })
  void aPresetIsServedByOneCommand(String preset, String path, String says, String hears)
      throws Exception {
    Process node = serve(preset);
    try {
      Path port = data.resolve("port");
      await()
          .atMost(PATIENCE)
          .until(() -> (Files.exists(port) && Files.size(port) > 0) || !node.isAlive());
      int number = Integer.parseInt(Files.readString(port).strip());
      try (WireClient client = WireClient.open(number, path, Token.bearer("alice"))) {
        assertThat(client.text()).contains("\"type\":\"connected\"");
        client.send(says.replace('\'', '"'));
        assertThat(client.text()).contains(hears.replace('\'', '"'));
      }
      node.destroy();
      assertThat(node.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(node.exitValue()).isZero();
    } finally {
      node.destroyForcibly();
    }
  }

  private Process serve(String preset) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseSerialGC",
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "serve",
            "--preset",
            preset);
    builder.environment().put("HEDDLE_DATA_DIR", data.toString());
    builder.environment().put("HEDDLE_JWT_SECRET", Token.SECRET);
    builder.environment().put("WEBSOCKET_HOST", "127.0.0.1");
    builder.environment().put("WEBSOCKET_PORT", "0");
    return builder.redirectErrorStream(true).redirectOutput(data.resolve("log").toFile()).start();
  }
}
