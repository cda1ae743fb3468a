package io.heddle.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heddle.app.cli.Main;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar of this module in a node that knows nothing of it: a process of its own. */
class ExtensionIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Path JAR = Path.of(System.getProperty("heddle.examples.jar"));

  @TempDir private Path data;

  @Test
  void aJarInTheFolderOfExtensionsAnswersItsMessage() throws Exception {
    Path folder = Files.createDirectory(data.resolve("extensions"));
    Files.copy(JAR, folder.resolve(JAR.getFileName()));
    Path log = data.resolve("log");
    Process node = start(log);
    try {
      Path port = data.resolve("port");
      await()
          .atMost(PATIENCE)
          .until(() -> (Files.exists(port) && Files.size(port) > 0) || !node.isAlive());
      assertThat(log)
          .content()
          .contains("io.heddle.examples.orders.OrderService from " + JAR.getFileName());
      int number = Integer.parseInt(Files.readString(port).strip());

      try (WebSocketClient ada = Customers.connect(number, "ada")) {
        ada.send("{\"type\":\"get_order\",\"id\":1,\"data\":{\"order_id\":\"7\"}}");
        assertThat(ada.receive("\"order\"")).contains("\"status\":\"packed\"", "\"id\":1");
      }
      node.destroy();
      assertThat(node.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } finally {
      node.destroyForcibly();
    }
  }

  private Process start(Path log) throws IOException {
    Path here = Path.of("target").toAbsolutePath();
    String classPath =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !Path.of(entry).toAbsolutePath().startsWith(here))
            .collect(Collectors.joining(File.pathSeparator));
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseSerialGC",
            "-Xmx256m",
            "-cp",
            classPath,
            Main.class.getName(),
            "serve");
    builder.environment().put("HEDDLE_DATA_DIR", data.toString());
    builder.environment().put("HEDDLE_JWT_SECRET", Customers.SECRET);
    builder.environment().put("WEBSOCKET_HOST", "127.0.0.1");
    builder.environment().put("WEBSOCKET_PORT", "0");
    return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
  }
}
