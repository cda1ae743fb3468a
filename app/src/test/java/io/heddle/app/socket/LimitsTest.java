package io.heddle.app.socket;

import static io.heddle.app.wire.TestNode.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.app.wire.TestNode;
import io.heddle.app.wire.Token;
import io.heddle.app.wire.WireClient;
import org.junit.jupiter.api.Test;

/** How many a node takes. */
class LimitsTest {
  @Test
  void aFullNodeRefusesFurtherConnectionsUntilOneGoes() {
    try (TestNode node = TestNode.start("heddle.limits.max-connections = 2");
        WireClient first = node.enter("first");
        WireClient second = node.enter("second")) {
      try (WireClient third = WireClient.dial(node.port())) {
        WireClient.Answer answer = third.upgrade("/ws", Token.bearer("third"));
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers()).containsKey("Retry-After");
        assertThat(answer.body()).contains("\"error\":\"server is at maximum capacity\"");
      }
      assertThat(node.meter("heddle_upgrades_total{status=\"503\"}")).isEqualTo(1);
      assertThat(first.send("{\"type\":\"ping\"}").text()).contains("\"pong\"");

      second.sendClose(1000);
      assertThat(second.closed().code()).isEqualTo(1000);
      eventually().until(() -> node.meter("heddle_connections") == 1);
      try (WireClient third = node.enter("third")) {
        assertThat(third.send("{\"type\":\"ping\"}").text()).contains("\"pong\"");
      }
    }
  }

  @Test
  void whoIsToldOnTheSocketThatTheServerIsFullDoesNotStayThere() {
    try (TestNode node = TestNode.start("heddle.limits.max-connections = 1");
        WireClient first = node.enter("first");
        WireClient deaf =
            WireClient.open(node.port(), "/ws?dialect=rooms", Token.bearer("second"))) {
      assertThat(deaf.text()).contains("\"error\":\"server is at maximum capacity\"");
      assertThat(deaf.closed().code()).isEqualTo(1013);
      deaf.send("{\"type\":\"subscribe\",\"room\":\"chat\"}").ended();
      assertThat(node.meter("heddle_connections_refused_total{reason=\"full\"}")).isEqualTo(1);
      assertThat(first.send("{\"type\":\"ping\"}").text()).contains("\"pong\"");
    }
  }
}
