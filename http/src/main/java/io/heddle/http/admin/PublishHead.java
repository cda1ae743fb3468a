package io.heddle.http.admin;

import io.heddle.actors.payload.MalformedJsonException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/**
 * What the head of a request to publish says of it.
 *
 * @param key of header {@code Idempotency-Key}
 * @param waits whether the answer is to wait until the room has it; {@code ?wait=false} does not
 */
record PublishHead(Optional<String> key, boolean waits) {
  private static final String KEY = "idempotency-key";
  private static final int MAX_KEY = 64;

  /** Reads it; the exception names the header or the parameter that is wrong. */
  static PublishHead of(HttpRequest request) throws MalformedJsonException {
    return new PublishHead(key(request), waits(request));
  }

  private static Optional<String> key(HttpRequest request) throws MalformedJsonException {
    List<String> given = new ArrayList<>(1);
    for (HttpHeader header : request.getHeaders()) {
      if (header.is(KEY)) {
        given.add(header.value());
      }
    }
    if (given.isEmpty()) {
      return Optional.empty();
    }
    String key = given.getFirst();
    boolean printable = key.chars().allMatch(c -> c > ' ' && c < 127);
    if (given.size() > 1 || key.isEmpty() || key.length() > MAX_KEY || !printable) {
      throw new MalformedJsonException(
          "header 'Idempotency-Key' must be one of 1 to 64 printable characters");
    }
    return Optional.of(key);
  }

  private static boolean waits(HttpRequest request) throws MalformedJsonException {
    String wait = request.getUri().query().get("wait").orElse("true");
    return switch (wait) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new MalformedJsonException("parameter 'wait' must be true or false");
    };
  }
}
