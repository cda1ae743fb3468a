package io.heddle.app.wire;

import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.heddle.app.Heddle;
import io.heddle.config.load.Preset;
import io.heddle.config.load.SettingsLoader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;

/** A real node on a free port of this machine, and what is asked of it over plain HTTP. */
public final class TestNode implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final String BENEATH =
      """
      heddle.websocket.host = "127.0.0.1"
      heddle.websocket.port = 0
      heddle.rooms.linger = 100ms
      heddle.rooms.idle-after = 60s
      heddle.rate-limit.connection = off
      heddle.drain { timeout = 6s, in-flight = 2s, pace = 0 }
      """;

  /** Each end-to-end test runs under both servers: see the executions of surefire in the pom. */
  private static final String SERVER = System.getProperty("heddle.test.server", "direct");

  private final Heddle heddle;
  private final HttpClient http = HttpClient.newHttpClient();

  private TestNode(Heddle heddle) {
    this.heddle = heddle;
  }

  /** Starts a node with these settings, in HOCON, over those that all tests have. */
  public static TestNode start(String... settings) {
    return start(ConfigFactory.parseString(String.join("\n", settings)));
  }

  private static TestNode start(Config settings) {
    Config beneath =
        settings
            .withFallback(
                ConfigFactory.parseMap(
                    Map.of(
                        "heddle.jwt.secret",
                        Token.SECRET,
                        "heddle.server",
                        SERVER,
                        "heddle.data-dir",
                        folder())))
            .withFallback(ConfigFactory.parseString(BENEATH));
    return new TestNode(
        Heddle.start(SettingsLoader.load(Optional.empty(), Map.of(), beneath).orThrow()));
  }

  /**
   * Starts a node as an older gateway, on a free port; these settings, in HOCON, stand over those
   * of the preset.
   */
  public static TestNode preset(Preset preset, String... settings) {
    return start(
        ConfigFactory.parseString(String.join("\n", settings))
            .withFallback(ConfigFactory.parseString("heddle.websocket.port = 0"))
            .withFallback(preset.config()));
  }

  /** Whether these tests run under our own server; else it is Pekko HTTP's. */
  public static boolean direct() {
    return SERVER.equals("direct");
  }

  /** What a node keeps goes with the test's process. */
  private static String folder() {
    try {
      Path folder = Files.createTempDirectory("heddle-test");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
      return folder.toString();
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  /** The node itself. */
  public Heddle heddle() {
    return heddle;
  }

  /** The port that was taken. */
  public int port() {
    return heddle.address().getPort();
  }

  /** A user's WebSocket, which has read its {@code connected}. */
  public WireClient enter(String user) {
    WireClient client = WireClient.open(port(), "/ws", Token.bearer(user));
    client.text();
    return client;
  }

  /** The same, subscribed to a room. */
  public WireClient enter(String user, String room) {
    WireClient client = enter(user);
    client.send("{\"type\":\"subscribe\",\"room\":\"" + room + "\"}").text();
    return client;
  }

  /** An answer to a GET without credentials. */
  public HttpResponse<String> get(String path) {
    return send(request(path).GET().build());
  }

  /** An answer to an admin's POST of this body. */
  public HttpResponse<String> post(String path, String body) {
    return send(admin(path).POST(BodyPublishers.ofString(body)).build());
  }

  /** An answer to an admin's request by another method, with this body. */
  public HttpResponse<String> admin(String method, String path, String body) {
    return send(admin(path).method(method, BodyPublishers.ofString(body)).build());
  }

  /** An answer to an admin's GET. */
  public HttpResponse<String> adminGet(String path) {
    return send(admin(path).GET().build());
  }

  private HttpRequest.Builder admin(String path) {
    return request(path).header("Authorization", "Bearer " + Token.admin());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
        .timeout(PATIENCE);
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    } catch (InterruptedException fault) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(fault);
    }
  }

  /**
   * What a meter says on the page of meters.
   *
   * @param sample its name with its tags, as it stands there
   */
  public double meter(String sample) {
    List<String> lines = get("/metrics").body().lines().toList();
    return lines.stream()
        .filter(line -> line.startsWith(sample + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(sample.length() + 1)))
        .findFirst()
        .orElseThrow(
            () -> new AssertionError("no meter " + sample + " in\n" + String.join("\n", lines)));
  }

  /** Waits for a condition, for as long as a busy machine may need. */
  public static ConditionFactory eventually() {
    return await().atMost(PATIENCE);
  }

  @Override
  public void close() {
    http.close();
    heddle.close();
  }
}
