package io.heddle.app.extending;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.app.wire.TestNode;
import io.heddle.app.wire.Token;
import io.heddle.app.wire.WireClient;
import org.junit.jupiter.api.Test;

/** A dialect that the product does not know, spoken by a real node. */
class LinesDialectTest {
  @Test
  void aDialectOfOnesOwnIsSpokenBesideTheOthers() {
    try (TestNode node = TestNode.start();
        WireClient json = node.enter("json", "chat:lines");
        WireClient lines =
            WireClient.open(
                node.port(), "/ws", Token.bearer("lines"), "Sec-WebSocket-Protocol: lines")) {
      assertThat(lines.text()).contains("\"type\":\"connected\"");
      assertThat(lines.send("join chat:lines\n").text()).isEqualTo("joined chat:lines");
      json.send("{\"type\":\"publish\",\"room\":\"chat:lines\",\"data\":{\"n\": 1.0}}");
      assertThat(lines.text()).isEqualTo("chat:lines {\"n\": 1.0}");
      assertThat(json.text()).contains("\"data\":{\"n\": 1.0}");
      assertThat(lines.send("join user:json").text())
          .isEqualTo("error not allowed to subscribe to this room");
      assertThat(lines.send("join").text()).isEqualTo("error say 'join <room>'");
      assertThat(lines.send("").text()).isEqualTo("error say 'join <room>'");
    }
  }
}
