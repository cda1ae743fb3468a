package io.heddle.http.auth;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Fetches the text of a set of keys, with a bound on time and size. The fetch blocks a virtual
 * thread of its own, never the caller's. (The provider that comes with jwks-rsa reads whatever is
 * sent, on the thread that asks; so only its reading of keys is used here.)
 */
final class JwksSource implements AutoCloseable {
  /** Sets of keys have a few KiB. */
  static final int MAX_BYTES = 1 << 20;

  private final HttpRequest request;
  private final Duration timeout;
  private final HttpClient client;

  JwksSource(URI url, Duration timeout) {
    this.timeout = timeout;
    this.request =
        HttpRequest.newBuilder(url)
            .timeout(timeout)
            .header("Accept", "application/jwk-set+json, application/json")
            .build();
    this.client =
        HttpClient.newBuilder()
            .version(Version.HTTP_1_1)
            .followRedirects(Redirect.NORMAL)
            .connectTimeout(timeout)
            .build();
  }

  /** What came. */
  sealed interface Answer {}

  /** The whole body of a 200. */
  record Body(String text) implements Answer {}

  /** Nothing that can be used. */
  record Failed(JwksOutcome outcome) implements Answer {}

  /** Fetches; completes within the time-out, and never with an exception. */
  CompletionStage<Answer> fetch() {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    Thread thread =
        Thread.ofVirtual().name("heddle-jwks").unstarted(() -> answer.complete(attempt()));
    thread.start();
    return answer
        .completeOnTimeout(
            new Failed(JwksOutcome.TIMEOUT), timeout.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((_, _) -> thread.interrupt());
  }

  private Answer attempt() {
    try {
      HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        if (response.statusCode() != 200) {
          return new Failed(JwksOutcome.STATUS);
        }
        byte[] bytes = body.readNBytes(MAX_BYTES + 1);
        return bytes.length > MAX_BYTES
            ? new Failed(JwksOutcome.TOO_LARGE)
            : new Body(new String(bytes, StandardCharsets.UTF_8));
      }
    } catch (HttpTimeoutException _) {
      return new Failed(JwksOutcome.TIMEOUT);
    } catch (IOException | RuntimeException _) {
      return new Failed(JwksOutcome.UNREACHABLE);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Failed(JwksOutcome.TIMEOUT);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
