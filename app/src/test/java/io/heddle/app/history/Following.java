package io.heddle.app.history;

import static io.heddle.app.wire.TestNode.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import io.heddle.app.wire.Token;
import io.heddle.app.wire.WireClient;
import io.heddle.app.wire.WireClient.Received;
import io.heddle.app.wire.WireClient.Text;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A client that reads a room, and resumes where it was each time that it comes back. */
final class Following {
  private final String room;
  private Optional<JsonNode> first = Optional.empty();
  private final List<JsonNode> messages = new CopyOnWriteArrayList<>();
  private final List<Boolean> recoveries = new CopyOnWriteArrayList<>();

  Following(String room) {
    this.room = room;
  }

  /** Connects and reads in a thread of its own, until the connection ends. */
  Thread resume(int port) {
    WireClient client = WireClient.open(port, "/ws", Token.bearer("reader"));
    client.text();
    client.send("{\"type\":\"subscribe\",\"room\":\"%s\"%s}".formatted(room, position()));
    JsonNode subscribed = Publishing.parse(client.text());
    if (first.isPresent()) {
      recoveries.add(subscribed.path("data").path("recovered").asBoolean());
    } else {
      first = Optional.of(subscribed);
    }
    return Thread.ofVirtual().start(() -> read(client));
  }

  private String position() {
    if (first.isEmpty()) {
      return "";
    }
    JsonNode last = messages.isEmpty() ? first.get() : messages.getLast();
    return ",\"recover\":{\"epoch\":%s,\"offset\":%s}"
        .formatted(last.path("epoch"), last.path("offset"));
  }

  private void read(WireClient client) {
    try (client) {
      Received next = client.next();
      while (next instanceof Text(var text)) {
        JsonNode frame = Publishing.parse(text);
        if (frame.path("type").asText().equals("message")) {
          messages.add(frame);
        }
        next = client.next();
      }
    }
  }

  /** How far it has come. */
  long offset() {
    return messages.isEmpty() ? 0 : messages.getLast().path("offset").asLong();
  }

  /** Waits until it has seen this offset. */
  void awaitOffset(long offset) {
    eventually().until(() -> offset() >= offset);
  }

  /** What each resuming was answered. */
  List<Boolean> recoveries() {
    return recoveries;
  }

  /** The offsets in the order in which they came. */
  List<Long> offsets() {
    return messages.stream().map(frame -> frame.path("offset").asLong()).toList();
  }

  /** The epochs that it has seen. */
  Set<String> epochs() {
    Set<String> epochs = new HashSet<>();
    messages.forEach(frame -> epochs.add(frame.path("epoch").asText()));
    return epochs;
  }

  /** What was published where. */
  Map<Long, Integer> numbersByOffset() {
    Map<Long, Integer> numbers = new TreeMap<>();
    messages.forEach(
        frame -> numbers.put(frame.path("offset").asLong(), frame.path("data").asInt()));
    return numbers;
  }
}
