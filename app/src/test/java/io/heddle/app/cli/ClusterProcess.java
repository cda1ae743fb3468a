package io.heddle.app.cli;

import static io.heddle.app.wire.TestNode.eventually;

import io.heddle.app.wire.Token;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** {@code heddle cluster} in a process of its own, with what it says and what it is told. */
final class ClusterProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Pattern ADDRESS =
      Pattern.compile("node (\\d+): ws://127\\.0\\.0\\.1:(\\d+)/.*");

  final Path folder;
  private final Process process;
  private final List<String> lines = new CopyOnWriteArrayList<>();

  private ClusterProcess(Path folder, Process process) {
    this.folder = folder;
    this.process = process;
    Thread.ofPlatform().daemon().start(this::read);
  }

  static ClusterProcess start(Path folder, int nodes, String... options) throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "cluster",
                "--nodes",
                Integer.toString(nodes)));
    command.addAll(List.of(options));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder
        .environment()
        .putAll(
            Map.of(
                "HEDDLE_JWT_SECRET",
                Token.SECRET,
                "WEBSOCKET_PORT",
                "0",
                "HEDDLE_WARM_UP_HANDSHAKES",
                "0",
                "HEDDLE_DATA_DIR",
                folder.toString()));
    return new ClusterProcess(folder, builder.start());
  }

  private void read() {
    try (var in =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      in.lines().forEach(lines::add);
    } catch (IOException | UncheckedIOException fault) {
      lines.add(fault.toString());
    }
  }

  void tell(String command) throws IOException {
    process.getOutputStream().write((command + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  /** Waits until it has said a line that begins so, this many times. */
  void awaitLine(String start, int times) {
    eventually()
        .atMost(PATIENCE)
        .until(
            () ->
                lines.stream().filter(line -> line.startsWith(start)).count() >= times
                    || !process.isAlive());
    if (lines.stream().filter(line -> line.startsWith(start)).count() < times) {
      throw new AssertionError("it has ended: " + lines);
    }
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  int port(int node) {
    return lines.stream()
        .map(ADDRESS::matcher)
        .filter(line -> line.matches() && Integer.parseInt(line.group(1)) == node)
        .mapToInt(line -> Integer.parseInt(line.group(2)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no node " + node + " in " + lines));
  }

  Process process() {
    return process;
  }

  int awaitEnd() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("it goes on: " + lines);
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
