package io.heddle.examples;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client over a real WebSocket, as a browser is one. For one thread. */
final class WebSocketClient implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 20;

  private final HttpClient http = HttpClient.newHttpClient();
  private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
  private final WebSocket socket;

  /** Connects with a token. */
  WebSocketClient(int port, String token) {
    socket =
        http.newWebSocketBuilder()
            .header("Authorization", "Bearer " + token)
            .buildAsync(URI.create("ws://127.0.0.1:%d/ws".formatted(port)), new Listener())
            .join();
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        texts.add(text.toString());
        text.setLength(0);
      }
      return WebSocket.Listener.super.onText(from, part, last);
    }
  }

  /** Sends a text. */
  void send(String text) {
    socket.sendText(text, true).join();
  }

  /** The next text that holds this; others are passed over. */
  String receive(String part) throws InterruptedException {
    String text = texts.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    while (text != null && !text.contains(part)) {
      text = texts.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
    if (text == null) {
      throw new AssertionError("nothing with " + part + " was received");
    }
    return text;
  }

  @Override
  public void close() {
    socket.abort();
    http.close();
  }
}
