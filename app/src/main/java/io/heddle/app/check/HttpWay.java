package io.heddle.app.check;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The admin API, at any node. */
final class HttpWay implements Way {
  private static final Duration TIMEOUT = Duration.ofSeconds(8);

  private final HttpClient client;
  private final Sites sites;
  private final String token;

  HttpWay(HttpClient client, Sites sites, String token) {
    this.client = client;
    this.sites = sites;
    this.token = token;
  }

  @Override
  public String name() {
    return "admin";
  }

  @Override
  public void publish(String room, Message message) throws IOException, InterruptedException {
    URI uri = sites.any().resolve("/api/v1/websocket/rooms/" + room + "/message");
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(TIMEOUT)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", "check-" + message.number())
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"type\":\"message\",\"data\":" + message.json() + "}"))
            .build();
    int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    if (status != 200) {
      throw new IOException("status " + status);
    }
  }

  @Override
  public void close() {}
}
