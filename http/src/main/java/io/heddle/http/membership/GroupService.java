package io.heddle.http.membership;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heddle.config.MembershipSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A service that answers GET with the groups of a user: a list, or an object with one in {@code
 * groups}; of texts, or whole numbers. Each request blocks a virtual thread of its own, so many of
 * them run at once, and the others wait.
 */
final class GroupService implements AutoCloseable {
  /** A reconnect storm must not become one of the service's. */
  private static final int REQUESTS = 64;

  private static final int MAX_BYTES = 1 << 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String template;
  private final Optional<String> bearer;
  private final Duration timeout;
  private final Semaphore free = new Semaphore(REQUESTS, true);
  private final HttpClient client;

  GroupService(String template, Optional<String> bearer, Duration timeout) {
    this.template = template;
    this.bearer = bearer;
    this.timeout = timeout;
    this.client =
        HttpClient.newBuilder()
            .version(Version.HTTP_1_1)
            .followRedirects(Redirect.NEVER)
            .connectTimeout(timeout)
            .build();
  }

  /** Fetches; completes within the time-out, with an exception that says what is wrong. */
  CompletableFuture<Set<String>> fetch(String user) {
    CompletableFuture<Set<String>> groups = new CompletableFuture<>();
    Thread thread =
        Thread.ofVirtual()
            .name("heddle-groups")
            .unstarted(
                () -> {
                  try {
                    groups.complete(attempt(user));
                  } catch (HttpTimeoutException fault) {
                    groups.completeExceptionally(new TimeoutException(fault.getMessage()));
                  } catch (IOException | RuntimeException fault) {
                    groups.completeExceptionally(fault);
                  } catch (InterruptedException fault) {
                    Thread.currentThread().interrupt();
                    groups.completeExceptionally(fault);
                  }
                });
    thread.start();
    var _ =
        groups
            .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
            .whenComplete((_, _) -> thread.interrupt());
    return groups;
  }

  private Set<String> attempt(String user) throws IOException, InterruptedException {
    HttpRequest request = request(user);
    free.acquire();
    try {
      HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        if (response.statusCode() != 200) {
          throw new IOException("the service answered " + response.statusCode());
        }
        byte[] bytes = body.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
          throw new IOException("the service's answer exceeds " + MAX_BYTES + " bytes");
        }
        return read(bytes);
      }
    } finally {
      free.release();
    }
  }

  /** Dots alone would be steps in a path, whatever they are written as. */
  private HttpRequest request(String user) throws IOException {
    if (user.equals(".") || user.equals("..")) {
      throw new IOException("a user '" + user + "' cannot stand in a path");
    }
    String id = URLEncoder.encode(user, StandardCharsets.UTF_8).replace("+", "%20");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(template.replace(MembershipSettings.USER, id)))
            .timeout(timeout)
            .header("Accept", "application/json");
    bearer.ifPresent(token -> request.header("Authorization", "Bearer " + token));
    return request.build();
  }

  static Set<String> read(byte[] json) throws IOException {
    JsonNode answer = JSON.readTree(json);
    JsonNode list = answer.isObject() ? answer.path("groups") : answer;
    if (!list.isArray()) {
      throw new IOException(
          "the service's answer is no list of groups, nor has it one in 'groups'");
    }
    Set<String> groups = new HashSet<>();
    for (JsonNode group : list) {
      if (!group.isTextual() && !group.isIntegralNumber()) {
        throw new IOException("the service names a group that is neither text nor whole number");
      }
      groups.add(group.asText());
    }
    return groups;
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
