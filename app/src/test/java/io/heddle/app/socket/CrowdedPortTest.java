package io.heddle.app.socket;

import static io.heddle.app.wire.TestNode.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.heddle.app.StartFailedException;
import io.heddle.app.wire.TestNode;
import io.heddle.app.wire.Token;
import io.heddle.app.wire.WireClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Many at one port, and two servers that want it. */
class CrowdedPortTest {
  /** Both ends are files of this process; more than a test may take for granted prove no more. */
  private static final int HALF_OPEN = 1500;

  private static final int HONEST = 100;

  @Test
  void honestClientsWorkWhileOthersOnlyBegin() {
    byte[] half = "GET /ws HTTP/1.1\r\nHost: l".getBytes(StandardCharsets.ISO_8859_1);
    try (TestNode node = TestNode.start("heddle.websocket.head-timeout = 1h")) {
      List<WireClient> beginning = new ArrayList<>();
      List<WireClient> honest = new ArrayList<>();
      for (int i = 0; i < HALF_OPEN; i++) {
        beginning.add(WireClient.dial(node.port()).raw(i % 2 == 0 ? half : new byte[0]));
        if (i % (HALF_OPEN / HONEST) == 0) {
          honest.add(node.enter("honest" + i, "chat:crowd"));
        }
      }
      honest.getFirst().send("{\"type\":\"publish\",\"room\":\"chat:crowd\",\"data\":7}");
      for (WireClient client : honest) {
        assertThat(client.text()).contains("\"data\":7");
      }
      beginning.forEach(WireClient::reset);
      honest.forEach(WireClient::close);
      if (TestNode.direct()) {
        eventually().until(() -> node.meter("heddle_server_sockets") <= 2);
      }
    }
  }

  @Test
  void moreSocketsThanMayBeWaitUntilOneGoes() {
    assumeThat(TestNode.direct()).as("counted by our own server").isTrue();
    try (TestNode node = TestNode.start("pekko.http.server.max-connections = 2");
        WireClient first = node.enter("first")) {
      WireClient second = node.enter("second");
      try (WireClient third = WireClient.dial(node.port())) {
        third.raw(WireClient.upgradeRequest("/ws", Token.bearer("third")));
        assertThat(first.send("{\"type\":\"ping\"}").text()).contains("\"pong\"");
        second.reset();
        assertThat(third.answer().status()).isEqualTo(101);
        assertThat(third.text()).contains("\"connected\"");
      }
    }
  }

  @Test
  void whoNeverReadsTheAnswerHoldsNobodyUp() {
    try (TestNode node = TestNode.start()) {
      List<WireClient> deaf = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        deaf.add(
            WireClient.dial(node.port(), 4096)
                .raw(WireClient.upgradeRequest("/ws", Token.bearer("deaf"))));
      }
      eventually().until(() -> node.meter("heddle_connections") == 50);
      try (WireClient honest = node.enter("honest")) {
        assertThat(honest.send("{\"type\":\"ping\"}").text()).contains("\"pong\"");
      }
      deaf.forEach(WireClient::reset);
      eventually().until(() -> node.meter("heddle_connections") == 0);
    }
  }

  @Test
  void aPortThatIsTakenIsNamed() {
    try (TestNode node = TestNode.start()) {
      assertThatThrownBy(() -> TestNode.start("heddle.websocket.port = " + node.port()))
          .isInstanceOf(StartFailedException.class)
          .hasMessageContaining("cannot listen on 127.0.0.1:" + node.port())
          .hasMessageContaining("heddle.websocket.port");
    }
  }

  @Test
  void aPortForOtherNodesThatIsTakenEndsTheStartNamingItsKeys() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String shared =
          "heddle { log = memory, cluster { host = \"127.0.0.1\", port = %d } }"
              .formatted(taken.getLocalPort());

      assertThatThrownBy(() -> TestNode.start(shared))
          .isInstanceOf(StartFailedException.class)
          .hasMessageContaining("heddle.cluster.port")
          .hasMessageContaining("127.0.0.1:" + taken.getLocalPort());
    }
  }
}
