package io.heddle.app.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.app.StartFailedException;
import io.heddle.app.wire.TestNode;
import io.heddle.app.wire.Token;
import io.heddle.app.wire.WireClient;
import io.heddle.app.wire.WireClient.Closed;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The ways in that a transcript does not show: where a token stands, and what is chosen. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WaysInTest {
  private TestNode node;

  @BeforeAll
  void start() {
    node =
        TestNode.start(
            "heddle.websocket.binary-as-text = on",
            """
            heddle.websocket.endpoints = [
              { path = "/ws", dialect = "heddle.v1", auth = upgrade }
              { path = "/flat", dialect = flat, auth = upgrade }
            ]
            """);
  }

  @AfterAll
  void stop() {
    node.close();
  }

  @Test
  void aTokenMayStandInTheQuery() {
    try (WireClient client = WireClient.open(node.port(), "/ws?token=" + Token.of("query"))) {
      assertThat(client.text()).contains("\"user_id\":\"query\"");
    }
  }

  @Test
  void aCookieCountsWithTheServersOwnOrigin() {
    try (WireClient client =
        WireClient.open(
            node.port(),
            "/ws",
            "Cookie: other=1; falcon_auth_token=" + Token.of("cookie"),
            "Origin: http://localhost")) {
      assertThat(client.text()).contains("\"user_id\":\"cookie\"");
    }
  }

  @Test
  void theHeaderGoesBeforeTheQuery() {
    try (WireClient client =
        WireClient.open(node.port(), "/ws?token=bad", Token.bearer("header"))) {
      assertThat(client.text()).contains("\"user_id\":\"header\"");
    }
    try (WireClient client = WireClient.dial(node.port())) {
      String path = "/ws?token=" + Token.of("query");
      assertThat(client.upgrade(path, "Authorization: Bearer bad").status()).isEqualTo(401);
    }
  }

  @Test
  void aSubprotocolThatIsKnownIsNamedInTheAnswer() {
    try (WireClient client = WireClient.dial(node.port())) {
      WireClient.Answer answer =
          client.upgrade(
              "/ws", Token.bearer("sub"), "Sec-WebSocket-Protocol: nonsense, heddle.v1, more");
      assertThat(answer.status()).isEqualTo(101);
      assertThat(answer.headers()).containsEntry("Sec-WebSocket-Protocol", "heddle.v1");
      assertThat(answer.headers())
          .containsEntry("Sec-WebSocket-Accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }
    try (WireClient client = WireClient.dial(node.port())) {
      WireClient.Answer answer =
          client.upgrade("/ws", Token.bearer("sub"), "Sec-WebSocket-Protocol: nonsense");
      assertThat(answer.status()).isEqualTo(101);
      assertThat(answer.headers()).doesNotContainKey("Sec-WebSocket-Protocol");
    }
  }

  @Test
  void theSubprotocolElseTheQueryElseTheEndpointDecidesTheDialect() {
    String rooms = "Sec-WebSocket-Protocol: rooms";
    String bearer = Token.bearer("dialect");
    try (WireClient byProtocol =
            WireClient.open(node.port(), "/ws?dialect=gateway", bearer, rooms);
        WireClient byQuery = WireClient.open(node.port(), "/ws?dialect=gateway", bearer);
        WireClient byEndpoint = WireClient.open(node.port(), "/flat", bearer);
        WireClient other = WireClient.open(node.port(), "/flat?dialect=heddle.v1", bearer)) {
      assertThat(byProtocol.text()).doesNotContain("message_id");
      assertThat(byQuery.text()).contains("\"channel\":\"system:broadcast\"");
      for (WireClient client : List.of(byEndpoint, other)) {
        client.text();
        client.send("{\"type\":\"subscribe\",\"room\":\"chat:dialects\"}").text();
      }
      byEndpoint.send(
          "{\"type\":\"publish\",\"room\":\"chat:dialects\",\"data\":{\"type\":\"x\",\"timestamp\":1}}");
      assertThat(byEndpoint.text()).isEqualTo("{\"type\":\"x\",\"timestamp\":1}");
      assertThat(other.text()).contains("\"data\":{\"type\":\"x\",\"timestamp\":1},\"message_id\"");
    }
  }

  @Test
  void aDialectThatNobodyKnowsIsAnErrorThatNamesTheKnownOnes() {
    try (WireClient client = WireClient.dial(node.port())) {
      WireClient.Answer answer = client.upgrade("/ws?dialect=latin", Token.bearer("dialect"));
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.body())
          .contains("parameter 'dialect'", "known are ", "heddle.v1, gateway, rooms, flat");
    }
    assertThatThrownBy(
            () ->
                TestNode.start(
                    "heddle.websocket.endpoints ="
                        + " [{ path = \"/ws\", dialect = latin, auth = upgrade }]"))
        .isInstanceOf(StartFailedException.class)
        .hasMessageContaining("heddle.websocket.endpoints: unknown dialect 'latin' at /ws")
        .hasMessageContaining("heddle.v1, gateway, rooms, flat");
  }

  @Test
  void aBinaryMessageIsReadAsTextWhereTheSettingSaysSo() {
    try (WireClient client = node.enter("binary")) {
      client.frame(0x82, "{\"type\":\"ping\",\"id\":\"ü\"}".getBytes(StandardCharsets.UTF_8));
      assertThat(client.text()).contains("\"pong\"", "\"ü\"");
      client.frame(0x82, new byte[] {(byte) 0xFF});
      assertThat(client.next()).isEqualTo(new Closed(1003, "binary message is not UTF-8"));
    }
  }

  @Test
  void aCloseOfTheClientsIsAnsweredWithItsCode() {
    try (WireClient client = node.enter("closing")) {
      client.sendClose(3001);
      assertThat(client.next()).isEqualTo(new Closed(3001, ""));
      client.ended();
    }
    try (WireClient client = node.enter("closing")) {
      client.frame(0x88, new byte[0]);
      assertThat(client.next()).isEqualTo(new Closed(1005, ""));
      client.ended();
    }
  }
}
