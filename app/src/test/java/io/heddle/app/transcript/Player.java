package io.heddle.app.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heddle.app.transcript.Transcript.Line;
import io.heddle.app.wire.TestNode;
import io.heddle.app.wire.Token;
import io.heddle.app.wire.WireClient;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Plays one transcript against a node: says what is to be said, and reads what must come. */
final class Player {
  private static final Pattern OPEN =
      Pattern.compile(
          "(OPEN|ENTER) (?<path>\\S+)(?<without> without token)?( by cookie (?<cookie>\\S+))?"
              + "( as (?<protocol>.+))?");

  private final Transcript transcript;
  private final TestNode node;
  private final RedisPublisher redis;
  private final Placeholders placeholders = new Placeholders();
  private final Map<String, String> claims = new LinkedHashMap<>();
  private final Map<String, WireClient> clients = new LinkedHashMap<>();
  private List<HttpResponse<String>> answers = new ArrayList<>();

  /** Publishes to the node's Redis. */
  @FunctionalInterface
  interface RedisPublisher {
    void publish(String channel, String payload);
  }

  Player(Transcript transcript, TestNode node, RedisPublisher redis) {
    this.transcript = transcript;
    this.node = node;
    this.redis = redis;
  }

  /** Plays all lines; afterwards nothing may be left over at any client. */
  void play() {
    try {
      List<Line> lines = transcript.lines();
      for (int i = 0; i < lines.size(); i++) {
        Line line = lines.get(i);
        List<Line> group = new ArrayList<>(List.of(line));
        while (line.mark().equals("<*")
            && i + 1 < lines.size()
            && follows(line, lines.get(i + 1))) {
          i++;
          group.add(lines.get(i));
        }
        step(line, group);
      }
      clients.forEach(this::nothingLeft);
    } finally {
      clients.values().forEach(WireClient::close);
    }
  }

  private static boolean follows(Line line, Line next) {
    return next.mark().equals("<*") && next.who().equals(line.who());
  }

  private void step(Line line, List<Line> group) {
    try {
      switch (line.mark()) {
        case ":" -> introduce(line.who(), line.text());
        case ">" -> say(line.who(), line.text());
        case "<" -> hear(line);
        case "<=" -> hearExactly(line);
        case "==" -> assertThat(client(line.who()).text()).isEqualTo(line.text());
        default -> hearInAnyOrder(group);
      }
    } catch (AssertionError | RuntimeException fault) {
      throw new AssertionError(
          transcript.name()
              + ":"
              + line.number()
              + " "
              + line.who()
              + line.mark()
              + " "
              + line.text()
              + "\n"
              + fault.getMessage(),
          fault);
    }
  }

  /** Claims without an end get one in an hour; an end of {@code "+3"} is in three seconds. */
  private void introduce(String who, String json) {
    ObjectNode payload = (ObjectNode) Frames.parse(json);
    JsonNode end = payload.path("exp");
    if (end.isMissingNode() || end.isTextual()) {
      payload.put("exp", Token.inSeconds(end.isTextual() ? Long.parseLong(end.asText()) : 3600));
    }
    claims.put(who, payload.toString());
    placeholders.bind("<token:" + who + ">", Token.signed(payload.toString()));
  }

  private void say(String who, String text) {
    String filled = placeholders.fill(text);
    if (who.equals("admin")) {
      ask(filled);
    } else if (who.equals("redis")) {
      String[] words = filled.split(" ", 3);
      assertThat(words[0]).isEqualTo("PUBLISH");
      redis.publish(words[1], words[2]);
    } else if (filled.startsWith("OPEN ") || filled.startsWith("ENTER ")) {
      open(who, filled);
    } else if (filled.startsWith("CLOSE ")) {
      client(who).sendClose(Integer.parseInt(filled.substring("CLOSE ".length())));
    } else {
      client(who).send(filled);
    }
  }

  /** With a token where the client has been introduced; ENTER passes over {@code connected}. */
  private void open(String who, String text) {
    Matcher words = OPEN.matcher(text);
    if (!words.matches()) {
      throw new IllegalArgumentException("no way to open: " + text);
    }
    List<String> headers = new ArrayList<>();
    if (words.group("protocol") != null) {
      headers.add("Sec-WebSocket-Protocol: " + words.group("protocol"));
    }
    if (words.group("cookie") != null) {
      headers.add("Origin: http://localhost");
      headers.add("Cookie: " + words.group("cookie") + "=" + Token.signed(claims(who)));
    } else if (claims.containsKey(who) && words.group("without") == null) {
      headers.add("Authorization: Bearer " + Token.signed(claims(who)));
    }
    WireClient client =
        WireClient.open(node.port(), words.group("path"), headers.toArray(String[]::new));
    WireClient earlier = clients.put(who, client);
    if (earlier != null) {
      earlier.close();
    }
    if (text.startsWith("ENTER ")) {
      JsonNode connected = Frames.parse(client.text());
      assertThat(connected.path("type").asText()).isEqualTo("connected");
      placeholders.bind("<uuid:" + who + ">", connected.at("/data/client_id").asText());
    }
  }

  private String claims(String who) {
    return Objects.requireNonNull(claims.get(who), who + " has not been introduced");
  }

  private void ask(String text) {
    String[] words = text.split(" ", 3);
    answers.add(
        words[0].equals("GET")
            ? node.adminGet(words[1])
            : node.admin(words[0], words[1], words.length < 3 ? "" : words[2]));
  }

  private void hear(Line line) {
    if (line.who().equals("admin")) {
      HttpResponse<String> answer = answers.removeFirst();
      String[] words = line.text().split(" ", 2);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(Integer.parseInt(words[0]));
      same(words[1], answer.body());
    } else if (line.text().startsWith("close ")) {
      assertThat(client(line.who()).next()).isEqualTo(close(line.text()));
      clients.remove(line.who()).close();
    } else {
      same(line.text(), client(line.who()).text());
    }
  }

  private static WireClient.Closed close(String text) {
    String[] words = text.split(" ", 3);
    return new WireClient.Closed(Integer.parseInt(words[1]), words.length < 3 ? "" : words[2]);
  }

  private void hearExactly(Line line) {
    String frame = client(line.who()).text();
    same(line.text(), frame);
    assertThat(Frames.data(frame)).isEqualTo(Frames.data(line.text()));
  }

  private void same(String expected, String actual) {
    String difference = Frames.difference(expected, actual, placeholders);
    if (!difference.isEmpty()) {
      fail(difference + "\nin " + actual);
    }
  }

  private void hearInAnyOrder(List<Line> expected) {
    List<Line> open = new ArrayList<>(expected);
    while (!open.isEmpty()) {
      String frame = client(expected.getFirst().who()).text();
      Line found =
          open.stream()
              .filter(line -> agrees(line.text(), frame))
              .findFirst()
              .orElseThrow(() -> new AssertionError("none of these lines is " + frame));
      same(found.text(), frame);
      open.remove(found);
    }
  }

  private boolean agrees(String expected, String frame) {
    return Frames.difference(expected, frame, placeholders.copy()).isEmpty();
  }

  /**
   * A pong in answer to the last ping shows that nothing came before it. Dialects that have no ids
   * have no {@code message_id} either.
   */
  private void nothingLeft(String who, WireClient client) {
    client.send("{\"type\":\"ping\",\"id\":\"the end\"}");
    JsonNode last = Frames.parse(client.text());
    assertThat(last.path("type").asText()).as("left over at %s: %s", who, last).isEqualTo("pong");
    if (last.has("message_id")) {
      assertThat(last.path("id").asText())
          .as("left over at %s: %s", who, last)
          .isEqualTo("the end");
    }
  }

  private WireClient client(String who) {
    WireClient client = clients.get(who);
    if (client == null) {
      throw new IllegalArgumentException(who + " has no open connection");
    }
    return client;
  }
}
