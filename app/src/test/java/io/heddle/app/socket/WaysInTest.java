package io.heddle.app.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.app.wire.TestNode;
import io.heddle.app.wire.Token;
import io.heddle.app.wire.WireClient;
import io.heddle.app.wire.WireClient.Closed;
import java.nio.charset.StandardCharsets;
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
    node = TestNode.start("heddle.websocket.binary-as-text = on");
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
