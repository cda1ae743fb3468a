import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Tries a development node that runs, in the ways that the README shows. Needs nothing but a JDK of
 * 17 or later: {@code java .ci/Smoke.java http://127.0.0.1:8080}. A line for each check: {@code ok}
 * or {@code FAILED}, and what was checked; why it failed goes to standard error. Exit code 1 means
 * that it could not go through all of them.
 */
public final class Smoke {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final String node;

  private Smoke(String node) {
    this.node = node;
  }

  public static void main(String[] arguments) throws Exception {
    new Smoke(arguments[0]).run();
    System.exit(0);
  }

  private void run() throws Exception {
    if (!check("/health/ready says ready", this::ready)) {
      return;
    }
    var alice = new Client("alice");
    var bob = new Client("bob");
    check("two WebSocket clients talk", () -> alice.isHeardBy(bob) && bob.isHeardBy(alice));
    check("a Redis notification reaches its user", () -> notified(alice));
    check("an admin broadcast reaches both", () -> broadcast(alice, bob));
  }

  private static boolean check(String name, Callable<Boolean> work) {
    boolean good = false;
    try {
      good = work.call();
    } catch (Exception e) {
      e.printStackTrace();
    }
    System.out.println((good ? "ok " : "FAILED ") + name);
    return good;
  }

  private boolean ready() throws Exception {
    var request = HttpRequest.newBuilder(URI.create(node + "/health/ready")).build();
    var end = Instant.now().plus(PATIENCE);
    while (Instant.now().isBefore(end)) {
      var answer = HTTP.send(request, BodyHandlers.ofString());
      if (answer.statusCode() == 200 && answer.body().contains("\"ready\"")) {
        return true;
      }
      System.err.println("not ready yet: " + answer.statusCode() + " " + answer.body());
      Thread.sleep(250);
    }
    return false;
  }

  private static boolean notified(Client client) throws Exception {
    var answer = heddle("publish", "notifications:" + client.user, "{\"title\":\"from Redis\"}");
    System.err.println("publish: " + answer);
    return client.receives("\"type\":\"notification\"", "from Redis");
  }

  private boolean broadcast(Client alice, Client bob) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(node + "/api/v1/websocket/broadcast"))
            .header("Authorization", "Bearer " + heddle("token", "--sub", "root", "--role", "admin"))
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"type\":\"system_notification\",\"data\":{\"title\":\"from admin\"}}"))
            .build();
    var answer = HTTP.send(request, BodyHandlers.ofString());
    System.err.println("broadcast: " + answer.statusCode() + " " + answer.body());
    return answer.statusCode() == 200
        && alice.receives("\"type\":\"system_notification\"", "from admin")
        && bob.receives("\"type\":\"system_notification\"", "from admin");
  }

  /** What a command prints. */
  private static String heddle(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("./heddle"));
    command.addAll(List.of(arguments));
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    var output = new String(process.getInputStream().readAllBytes()).strip();
    if (process.waitFor() != 0) {
      throw new IOException("./heddle " + arguments[0] + " exited with " + process.exitValue());
    }
    return output;
  }

  /** A client in the room {@code chat:smoke}. */
  private final class Client implements WebSocket.Listener {
    private final String user;
    private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
    private final StringBuilder partial = new StringBuilder();
    private final WebSocket socket;

    Client(String user) throws Exception {
      this.user = user;
      var uri = node.replaceFirst("^http", "ws") + "/ws?token=" + heddle("token", "--sub", user);
      this.socket =
          HTTP.newWebSocketBuilder()
              .buildAsync(URI.create(uri), this)
              .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      send("{\"type\":\"subscribe\",\"room\":\"chat:smoke\"}");
      if (!receives("\"type\":\"subscribed\"", "chat:smoke")) {
        throw new IOException(user + " could not subscribe");
      }
    }

    boolean isHeardBy(Client other) throws Exception {
      var text = user + " was here";
      send("{\"type\":\"publish\",\"room\":\"chat:smoke\",\"data\":{\"text\":\"" + text + "\"}}");
      return other.receives("\"type\":\"message\"", text);
    }

    private void send(String frame) throws Exception {
      socket.sendText(frame, true).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Whether a frame comes that holds both; those before it are passed over. */
    boolean receives(String type, String text) throws InterruptedException {
      var end = Instant.now().plus(PATIENCE);
      while (true) {
        long left = Duration.between(Instant.now(), end).toMillis();
        var frame = frames.poll(Math.max(0, left), TimeUnit.MILLISECONDS);
        if (frame == null) {
          System.err.println(user + " never got " + type + " with " + text);
          return false;
        }
        System.err.println(user + " <- " + frame);
        if (frame.contains(type) && frame.contains(text)) {
          return true;
        }
      }
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      partial.append(data);
      if (last) {
        frames.add(partial.toString());
        partial.setLength(0);
      }
      from.request(1);
      return null;
    }
  }
}
