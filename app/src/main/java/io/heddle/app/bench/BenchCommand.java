package io.heddle.app.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code heddle bench}: loads a server and reports what it did. Exit status 0 when nobody failed to
 * connect or was lost and each delivery came exactly once, 1 otherwise, 2 for a fault of usage.
 */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Loads a server with WebSocket connections and counts what comes back.")
public final class BenchCommand implements Callable<Integer> {
  private static final int NOT_CLEAN = 1;

  /** After an interrupt: what the drain, the close and the report may take. */
  private static final Duration FAREWELL = Duration.ofSeconds(5);

  private enum Form {
    text,
    json,
    both
  }

  @Option(names = "--url", description = "Default: ${DEFAULT-VALUE}")
  private String url = "ws://127.0.0.1:8080/ws";

  @Option(names = "--connections", description = "Default: ${DEFAULT-VALUE}")
  private int connections = 1000;

  @Option(
      names = "--rooms",
      description = "Connection i is in room i mod ROOMS. Default: ${DEFAULT-VALUE}")
  private int rooms = 1;

  @Option(
      names = "--room-prefix",
      description = "The room's number follows. Default: ${DEFAULT-VALUE}")
  private String roomPrefix = "bench:";

  @Option(names = "--rate", description = "Open loop: publishes a second, all together.")
  private @Nullable Double rate;

  @Option(names = "--window", description = "Closed loop: publishes outstanding. Default: 4")
  private @Nullable Integer window;

  @Option(
      names = "--idle",
      converter = DurationConverter.class,
      description = "No publishing: connect, wait so long, sample.")
  private @Nullable Duration idle;

  @Option(
      names = "--publishers",
      description = "How many of the connections publish. Default: 10, or a connection a room.")
  private @Nullable Integer publishers;

  @Option(names = "--payload", description = "Bytes of data, from 80. Default: ${DEFAULT-VALUE}")
  private int payload = 128;

  @Option(
      names = "--ramp",
      description = "Connects a second, 0 as fast as possible. Default: ${DEFAULT-VALUE}")
  private double ramp;

  @Option(names = "--in-flight", description = "Handshakes at a time. Default: ${DEFAULT-VALUE}")
  private int inFlight = 256;

  @Option(
      names = "--connect-timeout",
      converter = DurationConverter.class,
      description = "For one connection. Default: 10s")
  private Duration connectTimeout = Duration.ofSeconds(10);

  @Option(
      names = "--ramp-timeout",
      converter = DurationConverter.class,
      description = "For all connections. Default: 5m")
  private Duration rampTimeout = Duration.ofMinutes(5);

  @Option(
      names = "--warmup",
      converter = DurationConverter.class,
      description = "Published before measuring. Default: 3s")
  private Duration warmup = Duration.ofSeconds(3);

  @Option(
      names = "--duration",
      converter = DurationConverter.class,
      description = "Measured time. Default: 10s")
  private Duration duration = Duration.ofSeconds(10);

  @Option(
      names = "--drain",
      converter = DurationConverter.class,
      description = "Longest wait for the last deliveries. Default: 5s")
  private Duration drain = Duration.ofSeconds(5);

  @Option(names = "--threads", description = "Selector threads. Default: ${DEFAULT-VALUE}")
  private int threads = 1;

  @Option(
      names = "--secret",
      description = "HS256 key. Default: HEDDLE_JWT_SECRET, else the development secret.")
  private @Nullable String secret;

  @Option(names = "--secret-file", description = "File with the HS256 key.")
  private @Nullable Path secretFile;

  @Option(names = "--token-file", description = "Ready-made tokens, one a line, used in turn.")
  private @Nullable Path tokenFile;

  @Option(names = "--pid", description = "Server process to sample: resident size and CPU.")
  private @Nullable Long pid;

  @Option(names = "--report", description = "text, json or both. Default: ${DEFAULT-VALUE}")
  private Form form = Form.text;

  @Option(
      names = "--output",
      description = "Write the report to this file; of both forms the JSON one.")
  private @Nullable Path output;

  @Spec private @Nullable CommandSpec spec;

  private final Map<String, String> environment;

  /**
   * Creates the command.
   *
   * @param environment the process's variables, for the default secret
   */
  public BenchCommand(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /**
   * Runs to the end of the load, or until the process is told to end.
   *
   * @return the exit status
   */
  @Override
  public Integer call() throws IOException, InterruptedException {
    BenchOptions options;
    Tokens tokens;
    try {
      options = options();
      tokens = tokens(options);
    } catch (IllegalArgumentException | IOException e) {
      String reason = e instanceof IOException ? "cannot read " + e.getMessage() : e.getMessage();
      throw new ParameterException(spec().commandLine(), reason == null ? e.toString() : reason, e);
    }
    Bench bench = new Bench(options, tokens);
    CountDownLatch reported = new CountDownLatch(1);
    Thread farewell = Thread.ofPlatform().unstarted(() -> farewell(bench, reported));
    Runtime.getRuntime().addShutdownHook(farewell);
    try {
      Report report = bench.run();
      write(report);
      return report.clean() ? 0 : NOT_CLEAN;
    } finally {
      reported.countDown();
      forget(farewell);
    }
  }

  private BenchOptions options() {
    if ((rate != null ? 1 : 0) + (window != null ? 1 : 0) + (idle != null ? 1 : 0) > 1) {
      throw new IllegalArgumentException("give one of --rate, --window, --idle");
    }
    if (pid != null && ProcessHandle.of(pid).isEmpty()) {
      throw new IllegalArgumentException("--pid: no process " + pid);
    }
    Load load =
        rate != null
            ? new Load.Open(rate)
            : idle != null ? new Load.Idle() : new Load.Closed(window == null ? 4 : window);
    return new BenchOptions(
        Target.of(url),
        connections,
        rooms,
        roomPrefix,
        publishers != null ? publishers : Math.min(connections, Math.max(rooms, 10)),
        load,
        payload,
        ramp,
        inFlight,
        connectTimeout,
        rampTimeout,
        warmup,
        idle != null ? idle : duration,
        drain,
        threads,
        pid == null ? OptionalLong.empty() : OptionalLong.of(pid));
  }

  private Tokens tokens(BenchOptions options) throws IOException {
    if ((secret != null ? 1 : 0) + (secretFile != null ? 1 : 0) + (tokenFile != null ? 1 : 0) > 1) {
      throw new IllegalArgumentException("give one of --secret, --secret-file, --token-file");
    }
    if (tokenFile != null) {
      return Tokens.ofFile(tokenFile);
    }
    Optional<byte[]> key =
        secret != null
            ? Optional.of(Secret.bytes(secret))
            : secretFile != null
                ? Optional.of(Secret.ofFile(secretFile))
                : Secret.byDefault(environment);
    if (key.isEmpty()) {
      spec().commandLine().getErr().println("bench: no secret found, connecting without tokens");
      return Tokens.none();
    }
    Instant expiry =
        Instant.now()
            .plus(options.rampTimeout())
            .plus(options.warmup())
            .plus(options.duration())
            .plus(options.drain())
            .plus(Duration.ofMinutes(10));
    return Tokens.signed(key.get(), options.connections(), expiry);
  }

  private void write(Report report) throws IOException {
    PrintWriter out = spec().commandLine().getOut();
    String text = ReportText.write(report);
    String json = ReportJson.write(report) + "\n";
    if (output == null) {
      out.print(form == Form.json ? json : form == Form.text ? text : text + json);
    } else {
      Files.writeString(output, form == Form.text ? text : json);
      if (form == Form.both) {
        out.print(text);
      }
    }
    out.flush();
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("to be run by picocli");
    }
    return spec;
  }

  /** On Ctrl-C the process waits here while the main thread reports. */
  private static void farewell(Bench bench, CountDownLatch reported) {
    bench.stop();
    try {
      if (!reported.await(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)) {
        Runtime.getRuntime().halt(NOT_CLEAN);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // The process is ending, and the hook was waiting for this very report.
    }
  }
}
