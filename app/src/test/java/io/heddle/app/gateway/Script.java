package io.heddle.app.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client in plain JavaScript, run by Node, and the lines that it prints. */
final class Script implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 20;

  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  private Script(Process process) {
    this.process = process;
    Thread.ofVirtual().start(this::read);
  }

  /** Runs a script of {@code /clients}; what it says of faults stands among its lines. */
  static Script run(List<String> node, String name, String... arguments) {
    List<String> command = new ArrayList<>(node);
    command.add(path(name));
    command.addAll(List.of(arguments));
    try {
      return new Script(new ProcessBuilder(command).redirectErrorStream(true).start());
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  private static String path(String name) {
    String resource = "/clients/" + name;
    try {
      return Path.of(Objects.requireNonNull(Script.class.getResource(resource), resource).toURI())
          .toString();
    } catch (URISyntaxException fault) {
      throw new IllegalArgumentException(resource, fault);
    }
  }

  private void read() {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
      }
    } catch (IOException fault) {
      lines.add("cannot be read: " + fault);
    }
  }

  /** The next lines are these. */
  void says(String... expected) {
    for (String line : expected) {
      assertThat(next()).isEqualTo(line);
    }
  }

  /** It has nothing more to say and ends without a fault. */
  void ends() {
    try {
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException fault) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(fault);
    }
    assertThat(process.exitValue()).as("%s", lines).isZero();
    assertThat(lines).isEmpty();
  }

  private String next() {
    try {
      String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return Objects.requireNonNull(line, "the script says nothing");
    } catch (InterruptedException fault) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(fault);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
