package io.heddle.app.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.app.wire.TestNode;
import io.heddle.app.wire.Token;
import io.heddle.app.wire.WireClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each kind of bad request has its answer and its counter, and others notice nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadRequestsTest {
  private static final int TEXT = 0x81;

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

  static Stream<Arguments> refusedUpgrades() {
    String many =
        "Sec-WebSocket-Protocol: "
            + IntStream.range(0, 65).mapToObj(i -> "p" + i).collect(Collectors.joining(", "));
    return Stream.of(
        refused("65 subprotocols", "/ws", new String[] {Token.bearer("u"), many}, 400),
        refused("no token", "/ws", new String[] {}, 401),
        refused("a bad token", "/ws?token=x", new String[] {}, 401),
        refused("another scheme", "/ws", new String[] {"Authorization: Basic YTpi"}, 401),
        refused(
            "a cookie from elsewhere",
            "/ws",
            new String[] {"Cookie: heddle_token=" + Token.of("u"), "Origin: https://evil.example"},
            403),
        refused("no such path", "/nowhere", new String[] {Token.bearer("u")}, 404),
        refused("an unknown dialect", "/ws?dialect=x", new String[] {Token.bearer("u")}, 400));
  }

  private static Arguments refused(String name, String path, Object headers, int status) {
    return Arguments.of(name, path, headers, status);
  }

  @ParameterizedTest(name = "{0}: {3}")
  @MethodSource("refusedUpgrades")
  void anUpgradeThatIsRefusedIsAnsweredInHttp(
      String name, String path, String[] headers, int status) {
    try (WireClient client = WireClient.dial(node.port())) {
      WireClient.Answer answer = client.upgrade(path, headers);
      assertThat(answer.status()).as(name).isEqualTo(status);
      assertThat(answer.body()).contains("\"error\":\"");
      assertThat(answer.headers().containsKey("WWW-Authenticate")).isEqualTo(status == 401);
    }
  }

  @Test
  void refusedUpgradesAreCounted() {
    double before = node.meter("heddle_upgrades_total{status=\"401\"}");
    try (WireClient client = WireClient.dial(node.port())) {
      assertThat(client.upgrade("/ws").status()).isEqualTo(401);
    }
    assertThat(node.meter("heddle_upgrades_total{status=\"401\"}")).isEqualTo(before + 1);
  }

  static Stream<Arguments> brokenUpgrades() {
    String rest = "Host: localhost\r\nConnection: Upgrade\r\n";
    String key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    String version = "Sec-WebSocket-Version: 13\r\n";
    String upgrade = "Upgrade: websocket\r\n";
    return Stream.of(
        Arguments.of("GET /ws HTTP/1.1\r\n" + rest + key + version, 426),
        Arguments.of("GET /ws HTTP/1.1\r\n" + rest + key + upgrade, 426),
        Arguments.of(
            "GET /ws HTTP/1.1\r\n" + rest + key + upgrade + "Sec-WebSocket-Version: 8\r\n", 426),
        Arguments.of("GET /ws HTTP/1.1\r\n" + rest + version + upgrade, 400),
        Arguments.of(
            "GET /ws HTTP/1.1\r\n" + rest + version + upgrade + "Sec-WebSocket-Key: short\r\n",
            400),
        Arguments.of("POST /ws HTTP/1.1\r\n" + rest + key + version + upgrade, 405),
        Arguments.of("GET /ws HTTP/1.1\r\nHost: localhost\r\n" + key + version + upgrade, 400));
  }

  @ParameterizedTest
  @MethodSource("brokenUpgrades")
  void aHandshakeThatIsWrongIsAnsweredInHttp(String head, int status) {
    try (WireClient client = WireClient.dial(node.port())) {
      client.raw(utf8(head + Token.bearer("u") + "\r\n\r\n"));
      WireClient.Answer answer = client.answer();
      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.body()).contains("\"error\":\"");
      assertThat(answer.headers().get("Sec-WebSocket-Version"))
          .isEqualTo(status == 426 ? "13" : null);
      assertThat(answer.headers().get("Allow")).isEqualTo(status == 405 ? "GET" : null);
    }
  }

  @Test
  void aHeaderOf100KilobytesIsRefused() {
    try (WireClient client = WireClient.dial(node.port())) {
      client.rawAsFarAsPossible(
          WireClient.upgradeRequest("/ws", Token.bearer("u"), "X-Filler: " + "x".repeat(100_000)));
      assertThat(client.answer().status()).isEqualTo(431);
    }
  }

  @Test
  void anAddressOf100KilobytesIsRefused() {
    try (WireClient client = WireClient.dial(node.port())) {
      client.rawAsFarAsPossible(WireClient.upgradeRequest("/ws?token=" + "x".repeat(100_000)));
      assertThat(client.answer().status()).isEqualTo(414);
    }
  }

  @Test
  void aTokenOf12KilobytesIsLookedAt() {
    String claims =
        "{\"sub\":\"big\",\"exp\":%d,\"filler\":\"%s\"}"
            .formatted(Token.inSeconds(60), "x".repeat(9_000));
    String token = Token.signed(claims);
    assertThat(token.length()).isBetween(12_000, 16_000);
    try (WireClient client = WireClient.open(node.port(), "/ws?token=" + token)) {
      assertThat(client.text()).contains("\"connected\"", "\"big\"");
    }
    try (WireClient client =
        WireClient.open(node.port(), "/ws", "Authorization: Bearer " + token)) {
      assertThat(client.text()).contains("\"connected\"", "\"big\"");
    }
  }

  /**
   * RFC 6455, section 4.1: a client must wait for the answer before it sends anything. Pekko's
   * server loses what comes earlier, ours does not.
   */
  @Test
  void framesInThePacketOfTheUpgradeSpoilNothingThatFollows() {
    try (WireClient client = WireClient.dial(node.port())) {
      client.raw(
          join(
              WireClient.upgradeRequest("/ws", Token.bearer("early")),
              WireClient.masked(TEXT, utf8("{\"type\":\"ping\",\"id\":1}"))));
      assertThat(client.answer().status()).isEqualTo(101);
      assertThat(client.text()).contains("\"connected\"");
      client.send("{\"type\":\"ping\",\"id\":2}");
      if (TestNode.direct()) {
        assertThat(client.text()).contains("\"id\":1");
      }
      assertThat(client.text()).contains("\"id\":2");
    }
  }

  // Admin requests

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello",
        "[]",
        "{}",
        "{\"data\":1}",
        "{\"type\":\"message\"}",
        "{\"type\":\"subscribed\",\"data\":1}",
        "{\"type\":\"message\",\"data\":1,\"room\":\"another\"}",
        "{\"type\":\"message\",\"data\":1}{\"type\":\"message\",\"data\":1}",
        "{\"type\":\"message\",\"data\":\"\\ud800\"}",
      })
  void aBadAdminBodyIs400(String body) {
    String counter = "heddle_admin_requests_total{route=\"room_message\",status=\"4xx\"}";
    HttpResponse<String> first = node.post("/websocket/rooms/chat:1/message", body);
    assertThat(first.statusCode()).as(first.body()).isEqualTo(400);
    assertThat(first.body()).contains("\"error\":\"");
    double before = node.meter(counter);
    assertThat(node.post("/websocket/rooms/chat:1/message", body).statusCode()).isEqualTo(400);
    assertThat(node.meter(counter)).isEqualTo(before + 1);
  }

  @Test
  void anAdminBodyOf2MegabytesIs413() {
    String body = "{\"type\":\"message\",\"data\":\"" + "x".repeat(2_000_000) + "\"}";
    assertThat(node.post("/websocket/rooms/chat:1/message", body).statusCode()).isEqualTo(413);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 2000000", "Transfer-Encoding: chunked"})
  void whoWritesAllBeforeReadingStillSeesThe413(String framing) {
    String head =
        """
        POST /websocket/rooms/chat:1/message HTTP/1.1\r
        Host: localhost\r
        Authorization: Bearer %s\r
        Content-Type: application/json\r
        %s\r
        \r
        """
            .formatted(Token.admin(), framing);
    byte[] piece = new byte[100_000];
    try (WireClient client = WireClient.dial(node.port())) {
      client.raw(head.getBytes(StandardCharsets.US_ASCII));
      boolean chunked = framing.endsWith("chunked");
      for (int i = 0; i < 20; i++) {
        client.raw(chunked ? "186a0\r\n".getBytes(StandardCharsets.US_ASCII) : new byte[0]);
        client.raw(piece);
        client.raw(chunked ? "\r\n".getBytes(StandardCharsets.US_ASCII) : new byte[0]);
      }
      client.raw(chunked ? "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII) : new byte[0]);

      assertThat(client.answer().status()).isEqualTo(413);
    }
  }

  @Test
  void whoAsksFirstIsToldBeforeItSends() {
    String head =
        """
        POST /websocket/rooms/chat:1/message HTTP/1.1\r
        Host: localhost\r
        Authorization: Bearer %s\r
        Content-Type: application/json\r
        Content-Length: 2000000\r
        Expect: 100-continue\r
        \r
        """
            .formatted(Token.admin());
    try (WireClient client = WireClient.dial(node.port())) {
      client.raw(head.getBytes(StandardCharsets.US_ASCII));

      assertThat(client.answer().status()).isEqualTo(413);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"%00", "default:x", "a%0Ab", "%FF%FE"})
  void aRoomThatIsNoneIs400(String room) {
    HttpResponse<String> answer =
        node.post("/websocket/rooms/" + room + "/message", "{\"type\":\"message\",\"data\":1}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
  }

  @Test
  void aRoomWithASlashIsOneRoom() {
    try (WireClient client = node.enter("slash", "chat:a/b")) {
      HttpResponse<String> answer =
          node.post(
              "/api/v1/websocket/rooms/chat:a%2Fb/message", "{\"type\":\"message\",\"data\":1}");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(client.text()).contains("\"room\":\"chat:a/b\"", "\"data\":1");
    }
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
