package io.heddle.app.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.app.wire.TestNode;
import io.heddle.app.wire.WireClient;
import io.heddle.app.wire.WireClient.Closed;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each kind of bad input has its answer and its counter, and others notice nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {
  private static final int MAX_MESSAGE = 512_000;
  private static final int TEXT = 0x81;
  private static final int BINARY = 0x82;

  private TestNode node;
  private Bystanders others;

  @BeforeAll
  void start() {
    node = TestNode.start("heddle.errors.max = 1000");
    others = new Bystanders(node);
  }

  @AfterEach
  void othersNoticeNothing() {
    others.noticeNothing();
  }

  @AfterAll
  void stop() {
    others.close();
    node.close();
  }

  // Texts that are no command

  static Stream<Arguments> wrongCommands() {
    String brokenJson = "invalid JSON format";
    return Stream.of(
        wrong("hello", "invalid_message", brokenJson),
        wrong("{\"type\":\"ping\"", "invalid_message", brokenJson),
        wrong("", "invalid_message", "invalid JSON format: empty message"),
        wrong(" \n ", "invalid_message", "invalid JSON format: empty message"),
        wrong("[]", "invalid_message", "invalid JSON format: a message is an object"),
        wrong("42", "invalid_message", "invalid JSON format: a message is an object"),
        wrong("null", "invalid_message", "invalid JSON format: a message is an object"),
        wrong("\"ping\"", "invalid_message", "invalid JSON format: a message is an object"),
        wrong(
            "{\"type\":\"publish\",\"room\":\"r\",\"data\":" + deep(10_000) + "}",
            "invalid_message",
            "invalid JSON format: nested deeper than 200 levels or a name too long"),
        wrong(deep(10_000), "invalid_message", "invalid JSON format: a message is an object"),
        wrong(
            "{\"type\":\"ping\",\"type\":\"ping\"}",
            "invalid_message",
            "invalid JSON format: duplicate field 'type'"),
        wrong(
            "{\"type\":\"publish\",\"room\":\"r\",\"data\":{\"a\":1,\"a\":2}}",
            "invalid_message",
            "invalid JSON format: duplicate field 'a'"),
        wrong("{\"type\":\"ping\",\"x\":\"\\ud800\"}", "invalid_message", brokenJson),
        wrong("{\"type\":\"ping\",\"x\":\"\\udc00\\ud800\"}", "invalid_message", brokenJson),
        wrong("{\"type\":\"nonsense\"}", "unknown_type", "unknown message type"),
        wrong("{}", "invalid_message", "field 'type' is required"),
        wrong("{\"type\":null}", "invalid_message", "field 'type' is required"),
        wrong("{\"type\":7}", "invalid_message", "field 'type' must be a string"),
        wrong("{\"type\":\"\"}", "invalid_message", "field 'type' must not be empty"),
        wrong("{\"type\":\"subscribe\"}", "room_required", "room name is required"),
        wrong("{\"type\":\"subscribe\",\"room\":\"\"}", "room_required", "room name is required"),
        wrong(
            "{\"type\":\"subscribe\",\"room\":7}",
            "invalid_message",
            "field 'room' must be a string"),
        wrong(
            "{\"type\":\"subscribe\",\"room\":\"" + "r".repeat(201) + "\"}",
            "invalid_room",
            "invalid room name"),
        wrong(
            "{\"type\":\"subscribe\",\"room\":\"a\\u0000b\"}", "invalid_room", "invalid room name"),
        wrong("{\"type\":\"subscribe\",\"room\":\"a\\nb\"}", "invalid_room", "invalid room name"),
        wrong(
            "{\"type\":\"subscribe\",\"room\":\"default:x\"}", "invalid_room", "invalid room name"),
        wrong("{\"type\":\"subscribe\",\"room\":\":x\"}", "invalid_room", "invalid room name"),
        wrong("{\"type\":\"subscribe\",\"room\":\"x:\"}", "invalid_room", "invalid room name"),
        wrong(
            "{\"type\":\"subscribe\",\"room\":\"a\",\"channel\":\"b\"}",
            "invalid_message",
            "fields 'room' and 'channel' name different rooms"),
        wrong(
            "{\"type\":\"subscribe\",\"room\":\"a\",\"data\":{\"project_id\":\"a\"}}",
            "invalid_message",
            "fields 'room' and 'data.project_id' name different rooms"),
        wrong(
            "{\"type\":\"ping\",\"id\":{}}",
            "invalid_message",
            "field 'id' must be a string or a number"),
        wrong(
            "{\"type\":\"ping\",\"id\":true}",
            "invalid_message",
            "field 'id' must be a string or a number"),
        wrong(
            "{\"type\":\"ping\",\"id\":\"" + "i".repeat(129) + "\"}",
            "invalid_message",
            "field 'id' is longer than 128 bytes"),
        wrong(
            "{\"type\":\"publish\",\"room\":\"r\"}", "invalid_message", "field 'data' is required"),
        wrong(
            "{\"type\":\"publish\",\"room\":\"r\",\"data\":1,\"event\":\"subscribed\"}",
            "invalid_message",
            "field 'event' names the reserved type 'subscribed'"),
        wrong(
            "{\"type\":\"publish\",\"room\":\"r\",\"data\":1,\"event\":\"error\"}",
            "invalid_message",
            "field 'event' names the reserved type 'error'"),
        wrong(
            "{\"type\":\"broadcast\",\"data\":1,\"event\":\"pong\"}",
            "invalid_message",
            "field 'event' names the reserved type 'pong'"),
        wrong(
            "{\"type\":\"publish\",\"room\":\"r\",\"data\":1,\"event\":\"two words\"}",
            "invalid_message",
            "field 'event' must be 1 to 64 characters without spaces and controls"),
        wrong(
            "{\"type\":\"publish\",\"room\":\"r\",\"data\":1,\"key\":\"" + "k".repeat(65) + "\"}",
            "invalid_message",
            "field 'key' must be 1 to 64 bytes without control characters"),
        wrong(
            "{\"type\":\"subscription\",\"data\":{\"action\":\"dance\",\"room\":\"r\"}}",
            "invalid_message",
            "field 'data.action' must be 'subscribe' or 'unsubscribe'"),
        wrong(
            "{\"type\":\"direct\",\"to\":\"bob\",\"data\":1}",
            "invalid_message",
            "field 'to' must be a client_id"),
        wrong(
            "{\"type\":\"history\",\"room\":\"r\",\"limit\":-1}",
            "invalid_message",
            "field 'limit' must be a whole number from 1 to 10000"),
        wrong(
            "{\"type\":\"ack\",\"room\":\"r\",\"epoch\":\"e\"}",
            "invalid_message",
            "field 'offset' is required"));
  }

  private static Arguments wrong(String text, String code, String error) {
    String start = text.length() <= 60 ? text : text.substring(0, 60) + "…";
    String name = start.isBlank() ? "blanks: " + text.length() : start;
    return Arguments.of(Named.of(name, text), code, error);
  }

  private static String deep(int levels) {
    return "[".repeat(levels) + "]".repeat(levels);
  }

  @ParameterizedTest
  @MethodSource("wrongCommands")
  void aWrongCommandIsAnsweredAndTheConnectionStays(String text, String code, String error) {
    String counter = "heddle_errors_total{code=\"" + code + "\"}";
    double before = node.meter(counter);
    try (WireClient client = node.enter("wrong")) {
      assertThat(client.send(text).text())
          .contains("\"type\":\"error\"", "\"code\":\"" + code + "\"", "\"error\":\"" + error);
      assertThat(client.send("{\"type\":\"ping\"}").text()).contains("\"pong\"");
    }
    assertThat(node.meter(counter)).isEqualTo(before + 1);
  }

  // Bytes that are no WebSocket

  static Stream<Arguments> violations() {
    byte[] ping = utf8("{\"type\":\"ping\"}");
    return Stream.of(
        broken("an unmasked frame", WireClient.unmasked(TEXT, ping), 1002, "not_masked"),
        broken("reserved bit 1", WireClient.masked(0xC1, ping), 1002, "reserved_bits"),
        broken("reserved bit 3", WireClient.masked(0x91, ping), 1002, "reserved_bits"),
        broken("opcode 3", WireClient.masked(0x83, ping), 1002, "unknown_opcode"),
        broken("opcode 11", WireClient.masked(0x8B, ping), 1002, "unknown_opcode"),
        broken("a fragmented ping", WireClient.masked(0x09, ping), 1002, "control_fragmented"),
        broken("a long ping", WireClient.masked(0x89, new byte[126]), 1002, "control_too_long"),
        broken(
            "a lone continuation", WireClient.masked(0x80, ping), 1002, "continuation_unexpected"),
        broken(
            "a text within a text",
            join(WireClient.masked(0x01, ping), WireClient.masked(TEXT, ping)),
            1002,
            "continuation_expected"),
        broken(
            "a close of one byte",
            WireClient.masked(0x88, new byte[] {3}),
            1002,
            "close_truncated"),
        broken(
            "a close code of nobody",
            WireClient.masked(0x88, new byte[] {0x03, (byte) 0xED}),
            1002,
            "close_code"),
        broken(
            "a close reason that is not UTF-8",
            WireClient.masked(0x88, new byte[] {0x03, (byte) 0xE8, (byte) 0xFF}),
            1007,
            "close_reason_not_utf8"),
        broken(
            "a text that is not UTF-8",
            WireClient.masked(TEXT, new byte[] {'"', (byte) 0xC3, '"'}),
            1007,
            "text_not_utf8"),
        broken(
            "half a surrogate pair as UTF-8",
            WireClient.masked(TEXT, new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80}),
            1007,
            "text_not_utf8"),
        broken("2 MB of text", WireClient.masked(TEXT, new byte[2_000_000]), 1009, "too_large"),
        broken(
            "2 MB of text in fragments",
            join(
                WireClient.masked(0x01, spaces(500_000)),
                WireClient.masked(0x00, spaces(500_000)),
                WireClient.masked(0x00, spaces(500_000)),
                WireClient.masked(0x80, spaces(500_000))),
            1009,
            "too_large"));
  }

  private static Arguments broken(String name, byte[] bytes, int code, String rule) {
    return Arguments.of(Named.of(name, bytes), code, rule);
  }

  @ParameterizedTest
  @MethodSource("violations")
  void aBrokenFrameClosesItsConnection(byte[] bytes, int code, String rule) {
    String counter = "heddle_socket_violations_total{rule=\"" + rule + "\"}";
    double before = node.meter(counter);
    try (WireClient client = node.enter("broken")) {
      Closed closed = client.rawAsFarAsPossible(bytes).closed();
      assertThat(closed.code()).isEqualTo(code);
      assertThat(closed.reason()).isNotBlank();
    }
    assertThat(node.meter(counter)).isEqualTo(before + 1);
  }

  @Test
  void aTextThatIsTooLongIsToldTheLimit() {
    try (WireClient client = node.enter("long")) {
      client.rawAsFarAsPossible(WireClient.masked(TEXT, new byte[2_000_000]));
      assertThat(client.text())
          .contains("\"code\":\"too_large\"", "\"error\":\"message exceeds 512000 bytes\"");
      assertThat(client.next())
          .isEqualTo(new Closed(1009, "message exceeds " + MAX_MESSAGE + " bytes"));
    }
  }

  @Test
  void aTextOfExactlyTheLimitIsTaken() {
    try (WireClient client = node.enter("longest")) {
      String ping = "{\"type\":\"ping\",\"id\":\"fits\"}";
      client.send(ping + " ".repeat(MAX_MESSAGE - ping.length()));
      assertThat(client.text()).contains("\"pong\"", "\"fits\"");
    }
  }

  @Test
  void aBinaryMessageIsNotTaken() {
    double before = node.meter("heddle_socket_binary_total");
    try (WireClient client = node.enter("binary")) {
      client.frame(BINARY, utf8("{\"type\":\"ping\"}"));
      assertThat(client.next()).isEqualTo(new Closed(1003, "binary messages are not taken"));
    }
    assertThat(node.meter("heddle_socket_binary_total")).isEqualTo(before + 1);
  }

  @Test
  void pingsAndFragmentsMayInterleave() {
    try (WireClient client = node.enter("interleaved")) {
      client
          .frame(0x01, utf8("{\"type\":"))
          .frame(0x89, utf8("now"))
          .frame(0x80, utf8("\"ping\"}"));
      assertThat(client.next()).isEqualTo(new WireClient.Pong("now"));
      assertThat(client.text()).contains("\"pong\"");
    }
  }

  private static byte[] spaces(int count) {
    byte[] spaces = new byte[count];
    Arrays.fill(spaces, (byte) ' ');
    return spaces;
  }

  private static byte[] join(byte[]... parts) {
    byte[] all = new byte[Stream.of(parts).mapToInt(part -> part.length).sum()];
    int to = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, all, to, part.length);
      to += part.length;
    }
    return all;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
