package io.heddle.app.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket, read by one thread that may block. A link over which nothing comes any more looks
 * the same whether the node froze or the network broke, so a silent one is asked whether it lives.
 */
final class Link implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration CONNECT = Duration.ofSeconds(3);

  /** A link that has been silent for so long is asked, and given up when it stays so. */
  private static final long SILENT_NANOS = Duration.ofSeconds(2).toNanos();

  private final LinkedBlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
  private final WebSocket socket;
  private long heardAt = System.nanoTime();
  private boolean asked;

  private sealed interface Heard {}

  private record Text(String text) implements Heard {}

  private record End(String why) implements Heard {}

  private Link(HttpClient client, URI uri) throws IOException, InterruptedException {
    CompletableFuture<WebSocket> opening =
        client.newWebSocketBuilder().connectTimeout(CONNECT).buildAsync(uri, new Listener(heard));
    try {
      socket = opening.get(CONNECT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException fault) {
      // Opened late it would stay open, with nobody to read it.
      var _ = opening.thenAccept(WebSocket::abort);
      throw new IOException("no connection to " + uri.getAuthority(), fault);
    }
  }

  /** Connects, or fails within three seconds. */
  static Link open(HttpClient client, URI uri) throws IOException, InterruptedException {
    return new Link(client, uri);
  }

  /** Sends one message. */
  void send(JsonNode message) throws IOException, InterruptedException {
    try {
      socket.sendText(message.toString(), true).get(CONNECT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException fault) {
      throw new IOException("cannot send", fault);
    }
  }

  /**
   * The next message, if it comes in time.
   *
   * @throws IOException where the link has ended or is dead
   */
  Optional<JsonNode> next(Duration wait) throws IOException, InterruptedException {
    Heard next = heard.poll(Math.max(0, wait.toMillis()), TimeUnit.MILLISECONDS);
    return switch (next) {
      case null -> {
        lookAlive();
        yield Optional.empty();
      }
      case End(var why) -> throw new IOException(why);
      case Text(var text) -> {
        heardAt = System.nanoTime();
        asked = false;
        yield Optional.of(parse(text));
      }
    };
  }

  private void lookAlive() throws IOException, InterruptedException {
    long silent = System.nanoTime() - heardAt;
    if (silent > 2 * SILENT_NANOS) {
      throw new IOException("silent");
    }
    if (silent > SILENT_NANOS && !asked) {
      asked = true;
      send(JSON.createObjectNode().put("type", "ping"));
    }
  }

  private static JsonNode parse(String text) throws IOException {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException broken) {
      throw new IOException("not JSON: " + text, broken);
    }
  }

  /** Ends the link; what was under way is lost. */
  @Override
  public void close() {
    socket.abort();
  }

  private static final class Listener implements WebSocket.Listener {
    private final LinkedBlockingQueue<Heard> heard;
    private final StringBuilder part = new StringBuilder();

    Listener(LinkedBlockingQueue<Heard> heard) {
      this.heard = heard;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      part.append(data);
      if (last) {
        heard.add(new Text(part.toString()));
        part.setLength(0);
      }
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      heard.add(new End("closed " + code + " " + reason));
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onError(WebSocket socket, Throwable fault) {
      heard.add(new End(String.valueOf(fault.getMessage())));
    }
  }
}
