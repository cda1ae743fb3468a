package io.heddle.app.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * What a check publishes: {@code {"n":…,"p":…,"t":…}}.
 *
 * @param number of all that the check publishes
 * @param publisher who published it, one thing at a time
 * @param sentAt when it was sent first, by {@link System#nanoTime()} of this process
 */
record Message(long number, int publisher, long sentAt) {
  String json() {
    return "{\"n\":%d,\"p\":%d,\"t\":%d}".formatted(number, publisher, sentAt);
  }

  /** Empty where it is somebody else's. */
  static Optional<Message> parse(JsonNode data) {
    return data.path("n").isIntegralNumber() && data.path("t").isIntegralNumber()
        ? Optional.of(
            new Message(data.path("n").asLong(), data.path("p").asInt(), data.path("t").asLong()))
        : Optional.empty();
  }
}
