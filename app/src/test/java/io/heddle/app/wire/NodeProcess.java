package io.heddle.app.wire;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A node in a process of its own, with as many open files as a test gives it. */
public final class NodeProcess implements AutoCloseable {
  /** Classes that start processes take turns: each start takes all of a small machine. */
  public static final String LOCK = "processes";

  private static final Duration START = Duration.ofSeconds(60);

  private final Process process;
  private final Path log;
  private final int port;

  private NodeProcess(Process process, Path log, int port) {
    this.process = process;
    this.log = log;
    this.port = port;
  }

  /**
   * Starts one and waits until it is ready.
   *
   * @param folder for its data and its log; one that was killed before goes on with what it kept
   * @param files how many it may have open
   * @param variables settings, by the names of their variables
   */
  public static NodeProcess start(Path folder, int files, Map<String, String> variables) {
    return start(Path.of(System.getProperty("java.home")), folder, files, "-Xmx512m", variables);
  }

  /** The same with another heap, as Java's flag for it. */
  public static NodeProcess start(
      Path folder, int files, String heap, Map<String, String> variables) {
    return start(Path.of(System.getProperty("java.home")), folder, files, heap, variables);
  }

  /** The same on the runtime that lies in {@code home}. */
  public static NodeProcess start(
      Path home, Path folder, int files, Map<String, String> variables) {
    return start(home, folder, files, "-Xmx512m", variables);
  }

  private static NodeProcess start(
      Path home, Path folder, int files, String heap, Map<String, String> variables) {
    try {
      Path log = folder.resolve("log");
      Path data = folder.resolve("data");
      String java = home.resolve("bin").resolve("java").toString();
      ProcessBuilder builder =
          new ProcessBuilder(
                  List.of(
                      "/bin/sh",
                      "-c",
                      "ulimit -n " + files + " && exec \"$@\"",
                      "sh",
                      java,
                      heap,
                      "-XX:+ExitOnOutOfMemoryError",
                      "--enable-native-access=ALL-UNNAMED",
                      "--sun-misc-unsafe-memory-access=allow",
                      "-cp",
                      jars(folder),
                      "io.heddle.app.cli.Main",
                      "serve"))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      builder.environment().putAll(variables);
      builder
          .environment()
          .putAll(
              Map.of(
                  "HEDDLE_JWT_SECRET",
                  Token.SECRET,
                  "WEBSOCKET_PORT",
                  "0",
                  "HEDDLE_DATA_DIR",
                  data.toString()));
      Path port = data.resolve("port");
      Files.deleteIfExists(port);
      Process process = builder.start();
      TestNode.eventually().atMost(START).until(() -> Files.exists(port) || !process.isAlive());
      if (!process.isAlive()) {
        throw new AssertionError("it did not start: " + Files.readString(log));
      }
      return new NodeProcess(process, log, Integer.parseInt(Files.readString(port).strip()));
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  /**
   * The class path, its folders as jars: those are open from the start, as they are where a node is
   * installed, while a class in a folder needs a file when it is first used.
   */
  private static String jars(Path folder) throws IOException {
    StringJoiner jars = new StringJoiner(File.pathSeparator);
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path classes = Path.of(entry);
      if (Files.isDirectory(classes)) {
        jars.add(jar(classes, Files.createTempFile(folder, "classes", ".jar")).toString());
      } else {
        jars.add(entry);
      }
    }
    return jars.toString();
  }

  private static Path jar(Path classes, Path jar) throws IOException {
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
        Files.copy(file, out);
      }
    }
    return jar;
  }

  /** The port that was taken. */
  public int port() {
    return port;
  }

  /** What it has logged so far. */
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  /** What a meter says on its page of meters; zero where there is no such sample. */
  public double meter(String sample) {
    try (WireClient client = WireClient.dial(port)) {
      return client
          .raw(
              "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII))
          .answer()
          .body()
          .lines()
          .filter(line -> line.startsWith(sample + " "))
          .mapToDouble(line -> Double.parseDouble(line.substring(sample.length() + 1)))
          .sum();
    }
  }

  /** Waits until it has ended by itself, and tells its exit code. */
  public int awaitEnd() {
    TestNode.eventually().until(() -> !process.isAlive());
    return process.exitValue();
  }

  /** Whether it runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Kills it, as {@code kill -9} does. */
  public void kill() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    kill();
  }
}
