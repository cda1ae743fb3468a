package io.heddle.http.auth;

import java.util.Locale;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/** By which scheme a client spoke to the proxy in front of this server. */
public final class ForwardedScheme {
  private ForwardedScheme() {}

  /** {@code http} or {@code https}, of the proxy nearest to the client; empty where none said. */
  public static Optional<String> of(HttpRequest request) {
    return request
        .getHeader("x-forwarded-proto")
        .map(header -> header.value().split(",", 2)[0].strip().toLowerCase(Locale.ROOT))
        .flatMap(
            scheme ->
                switch (scheme) {
                  case "http", "ws" -> Optional.of("http");
                  case "https", "wss" -> Optional.of("https");
                  default -> Optional.empty();
                });
  }
}
