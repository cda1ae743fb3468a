package io.heddle.app.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heddle.app.wire.Token;
import io.heddle.app.wire.WireClient;
import io.heddle.app.wire.WireClient.Received;
import io.heddle.app.wire.WireClient.Text;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A client that publishes numbers, each with a key, and again where it heard no answer. */
final class Publishing {
  static final String ROOM = "chat:killed";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int WINDOW = 64;

  private final NavigableSet<Integer> unanswered = new TreeSet<>();
  private final Map<Integer, Long> acknowledged = new TreeMap<>();

  Publishing(int count) {
    for (int number = 1; number <= count; number++) {
      unanswered.add(number);
    }
  }

  /** A connection to the node. */
  static WireClient connect(int port) {
    WireClient client = WireClient.open(port, "/ws", Token.bearer("publisher"));
    client.text();
    client.send("{\"type\":\"subscribe\",\"room\":\"" + ROOM + "\"}").text();
    return client;
  }

  /**
   * Publishes what was not acknowledged, with some under way at any time, until so many are in all.
   */
  void until(int count, WireClient client) {
    int sentUpTo = 0;
    int underWay = 0;
    while (acknowledged.size() < count) {
      while (underWay < WINDOW && unanswered.higher(sentUpTo) != null) {
        sentUpTo = unanswered.higher(sentUpTo);
        client.send(publish(sentUpTo));
        underWay++;
      }
      if (answered(parse(client.text()))) {
        underWay--;
      }
    }
  }

  /** Reads what the node said before it was killed. */
  void takeWhatHasCome(WireClient client) {
    Received next = client.next();
    while (next instanceof Text(var text)) {
      answered(parse(text));
      next = client.next();
    }
    client.close();
  }

  /** The numbers that were acknowledged. */
  Map<Integer, Long> acknowledged() {
    return acknowledged;
  }

  /** The same by their offsets. */
  Map<Long, Integer> byOffset() {
    Map<Long, Integer> byOffset = new TreeMap<>();
    acknowledged.forEach((number, offset) -> byOffset.put(offset, number));
    return byOffset;
  }

  private static String publish(int number) {
    return "{\"type\":\"publish\",\"room\":\"%s\",\"id\":%d,\"key\":\"k-%d\",\"data\":%d}"
        .formatted(ROOM, number, number, number);
  }

  private boolean answered(JsonNode frame) {
    String type = frame.path("type").asText();
    if (type.equals("error")) {
      throw new AssertionError(frame);
    }
    if (!type.equals("published")) {
      return false;
    }
    int number = frame.path("id").asInt();
    unanswered.remove(number);
    acknowledged.put(number, frame.path("offset").asLong());
    return true;
  }

  static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException fault) {
      throw new AssertionError("not JSON: " + text, fault);
    }
  }
}
