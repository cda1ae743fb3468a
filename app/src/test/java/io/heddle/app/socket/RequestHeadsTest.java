package io.heddle.app.socket;

import static io.heddle.app.wire.TestNode.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.heddle.app.wire.TestNode;
import io.heddle.app.wire.Token;
import io.heddle.app.wire.WireClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Heads that are odd, broken, slow or in company: each has its answer, and others notice nothing.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestHeadsTest {
  private static final String START = "GET /ws HTTP/1.1\r\n";
  private static final String HOST = "Host: localhost\r\n";
  private static final String UPGRADE =
      """
      Upgrade: websocket\r
      Connection: Upgrade\r
      Sec-WebSocket-Version: 13\r
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
      """;

  private final String bearer = Token.bearer("head") + "\r\n";
  private TestNode node;
  private TestNode hasty;
  private WireClient honest;
  private int pings;

  @BeforeAll
  void start() {
    node = TestNode.start();
    hasty = TestNode.start("heddle.websocket.head-timeout = 300ms");
    honest = node.enter("honest");
  }

  @AfterEach
  void othersNoticeNothing() {
    pings++;
    assertThat(honest.send("{\"type\":\"ping\",\"id\":" + pings + "}").text())
        .contains("\"pong\"", "\"id\":" + pings + ",");
  }

  @AfterAll
  void stop() {
    honest.close();
    eventually().until(() -> node.meter("heddle_connections") == 0);
    node.close();
    hasty.close();
  }

  Stream<Arguments> refusedHeads() {
    String many =
        IntStream.range(0, 1000).mapToObj(i -> "X-" + i + ": y\r\n").collect(Collectors.joining());
    return Stream.of(
        refused("1,000 headers", START + HOST + UPGRADE + bearer + many, 400, 431),
        refused("a megabyte", START + HOST + UPGRADE + filler(1_000_000) + bearer, 431),
        refused("a NUL in a value", START + HOST + UPGRADE + bearer + "X: a\0b\r\n", 400),
        refused("a NUL in a name", START + HOST + UPGRADE + bearer + "X\0: a\r\n", 400),
        refused("a space before the colon", START + HOST + UPGRADE + bearer + "X : a\r\n", 400),
        refused("two hosts", START + HOST + HOST + UPGRADE + bearer, 400),
        refused("no host", START + UPGRADE + bearer, 400),
        refused("HTTP/1.0", "GET /ws HTTP/1.0\r\n" + HOST + UPGRADE + bearer, 400),
        refused("HTTP/3.1", "GET /ws HTTP/3.1\r\n" + HOST + UPGRADE + bearer, 505),
        refused("HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n", 501),
        refused(
            "TLS", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003", 400, 501));
  }

  private static Arguments refused(String name, String head, Integer... statuses) {
    return Arguments.of(Named.of(name, head), List.of(statuses));
  }

  private static String filler(int size) {
    return "X-Filler: " + "x".repeat(size) + "\r\n";
  }

  @ParameterizedTest
  @MethodSource("refusedHeads")
  void aHeadThatIsBrokenIsRefusedInHttpAndTheConnectionEnds(String head, List<Integer> statuses) {
    try (WireClient client = WireClient.dial(node.port())) {
      client.rawAsFarAsPossible(latin(head + "\r\n"));
      WireClient.Answer answer = client.answer();
      assertThat(answer.status()).as(answer.body()).isIn(statuses);
      assertThat(answer.body()).contains("\"error\":\"");
      client.ended();
    }
  }

  /**
   * What RFC 9112 lets a server take (sections 2.2, 5.2) is left to Pekko's parser under either.
   */
  Stream<Arguments> oddHeads() {
    String plain = START + HOST + UPGRADE + bearer;
    return Stream.of(
        Arguments.of(Named.of("bare line feeds", (plain + "\r\n").replace("\r\n", "\n"))),
        Arguments.of(Named.of("a folded line", plain + "X: a\r\n b\r\n\r\n")),
        Arguments.of(Named.of("two upgrades", plain + "Upgrade: websocket\r\n\r\n")),
        Arguments.of(
            Named.of(
                "a list of upgrades", plain.replace("websocket\r\n", "x, websocket\r\n") + "\r\n")),
        Arguments.of(Named.of("an empty body", plain + "Content-Length: 0\r\n\r\n")));
  }

  @ParameterizedTest
  @MethodSource("oddHeads")
  void aHeadThatIsOddIsTakenOrRefusedButNeverHangs(String head) {
    try (WireClient client = WireClient.dial(node.port())) {
      WireClient.Answer answer = client.raw(latin(head)).answer();
      if (answer.status() == 101) {
        assertThat(client.text()).contains("\"connected\"");
        assertThat(client.send("{\"type\":\"ping\"}").text()).contains("\"pong\"");
      } else {
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
      }
    }
  }

  @Test
  void anUpgradeWithABodyIsRefused() {
    try (WireClient client = WireClient.dial(node.port())) {
      client.raw(latin(START + HOST + UPGRADE + bearer + "Content-Length: 5\r\n\r\nhello"));
      WireClient.Answer answer = client.answer();
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.body()).contains("\"error\":\"a WebSocket is opened without a body\"");
    }
  }

  @Test
  void aRequestBehindAnUpgradeIsNoRequest() {
    try (WireClient client = WireClient.dial(node.port())) {
      double before = node.meter("heddle_socket_violations_total{rule=\"unknown_opcode\"}");
      client.raw(
          latin(START + HOST + UPGRADE + bearer + "\r\nGET /metrics HTTP/1.1\r\n" + HOST + "\r\n"));
      assertThat(client.answer().status()).isEqualTo(101);
      if (TestNode.direct()) {
        assertThat(client.closed().code()).isEqualTo(1002);
        assertThat(before).isNotNegative();
      } else {
        assertThat(client.text()).contains("\"connected\"");
      }
    }
  }

  @Test
  void aRequestBehindARefusedUpgradeIsNotAnswered() {
    assumeThat(TestNode.direct()).isTrue();
    try (WireClient client = WireClient.dial(node.port())) {
      client.raw(latin(START + HOST + UPGRADE + "\r\nGET /health HTTP/1.1\r\n" + HOST + "\r\n"));
      WireClient.Answer answer = client.answer();
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.headers()).containsEntry("Connection", "close");
      client.ended();
    }
  }

  @Test
  void anUpgradeMayFollowPlainRequests() {
    try (WireClient client = WireClient.dial(node.port())) {
      for (int i = 0; i < 3; i++) {
        client.raw(latin("GET /health HTTP/1.1\r\n" + HOST + "\r\n"));
        assertThat(client.answer().body()).contains("healthy");
      }
      assertThat(client.upgrade("/ws", Token.bearer("later")).status()).isEqualTo(101);
      assertThat(client.text()).contains("\"connected\"", "later");
    }
  }

  @Test
  void requestsInOnePacketAreAnsweredInOrder() {
    try (WireClient client = WireClient.dial(node.port())) {
      client.raw(
          latin(
              "GET /health HTTP/1.1\r\n%1$s\r\nGET /nowhere HTTP/1.1\r\n%1$s\r\nGET /health HTTP/1.1\r\n%1$s\r\n"
                  .formatted(HOST)));
      assertThat(client.answer().status()).isEqualTo(200);
      assertThat(client.answer().status()).isEqualTo(404);
      assertThat(client.answer().status()).isEqualTo(200);
    }
  }

  @Test
  void aBodyMayComeInChunks() {
    String body = "{\"type\":\"message\",\"data\":1}";
    try (WireClient client = WireClient.dial(node.port())) {
      client.raw(
          latin(
              "POST /websocket/rooms/chat:chunks/message HTTP/1.1\r\n"
                  + HOST
                  + "Authorization: Bearer "
                  + Token.admin()
                  + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"));
      for (byte b : latin(body)) {
        client.raw(latin("1\r\n" + (char) b + "\r\n"));
      }
      assertThat(client.raw(latin("0\r\n\r\n")).answer().status()).isEqualTo(200);
    }
  }

  @Test
  void aHeadMayComeByteByByte() {
    try (WireClient client = WireClient.dial(node.port())) {
      for (byte b : WireClient.upgradeRequest("/ws", Token.bearer("drip"))) {
        client.raw(new byte[] {b});
      }
      assertThat(client.answer().status()).isEqualTo(101);
      assertThat(client.text()).contains("\"connected\"");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "GET /ws HTTP/1.1\r\nHost: l", "POST /ws HTTP/1.1\r\nHost: l"})
  void aHeadThatDoesNotEndInTimeEndsItsConnection(String start) {
    assumeThat(TestNode.direct()).as("Pekko's server has no time for a head").isTrue();
    double before = hasty.meter("heddle_server_heads_total{outcome=\"timeout\"}");
    List<WireClient> slow = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      slow.add(WireClient.dial(hasty.port()).raw(latin(start)));
    }
    boolean answered = start.startsWith("GET");
    for (WireClient client : slow) {
      if (answered) {
        assertThat(client.answer().status()).isEqualTo(408);
      }
      client.ended();
      client.close();
    }
    eventually()
        .until(() -> hasty.meter("heddle_server_heads_total{outcome=\"timeout\"}") >= before + 20);
  }

  /** Each byte shows that it is alive, and none of them is more time. */
  @Test
  void aHeadThatComesDripByDripEndsInTimeToo() {
    assumeThat(TestNode.direct()).as("Pekko's server has no time for a head").isTrue();
    double before = hasty.meter("heddle_server_heads_total{outcome=\"timeout\"}");
    try (WireClient client = WireClient.dial(hasty.port())) {
      client.raw(latin(START + "X: "));
      await()
          .pollInterval(Duration.ofMillis(20))
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> {
                client.rawAsFarAsPossible(latin("y"));
                return hasty.meter("heddle_server_heads_total{outcome=\"timeout\"}") > before;
              });
      assertThat(client.answer().status()).isEqualTo(408);
      client.ended();
    }
  }

  @Test
  void aConnectionThatWasUpgradedOutlivesTheTimeOfItsHead() {
    try (WireClient first = hasty.enter("first");
        WireClient second = WireClient.dial(hasty.port())) {
      second.raw(latin("GET /health HTTP/1.1\r\n" + HOST + "\r\n")).answer();
      second.upgrade("/ws", Token.bearer("second"));
      second.text();
      try (WireClient slow = WireClient.dial(hasty.port())) {
        if (TestNode.direct()) {
          slow.ended();
        }
      }
      assertThat(first.send("{\"type\":\"ping\"}").text()).contains("\"pong\"");
      assertThat(second.send("{\"type\":\"ping\"}").text()).contains("\"pong\"");
    }
  }

  @Test
  void whoEndsItsSideAfterARequestGetsTheAnswer() {
    try (WireClient client = WireClient.dial(node.port())) {
      client.raw(latin("GET /health HTTP/1.1\r\n" + HOST + "\r\n")).halfClose();
      assertThat(client.answer().body()).contains("healthy");
      client.ended();
    }
  }

  @Test
  void whoEndsItsSideAfterAnUpgradeIsGone() {
    try (WireClient client = node.enter("half")) {
      client.halfClose();
      client.ended();
    }
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
