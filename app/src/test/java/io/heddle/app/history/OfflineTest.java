package io.heddle.app.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.Sender;
import io.heddle.actors.protocol.ToPublisher;
import io.heddle.app.wire.TestNode;
import io.heddle.app.wire.Token;
import io.heddle.app.wire.WireClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users who were away, on real sockets over the log in a file. */
class OfflineTest {
  private static final RoomName ALICES = new RoomName("user:alice");

  @TempDir Path folder;

  @Test
  void aCursorThatAPongMovedSurvivesARestart() {
    try (TestNode node = TestNode.start(data())) {
      publish(node, "1");
      try (WireClient client = open(node, "/ws?device=phone")) {
        assertThat(client.text()).contains("\"connected\"");
        publish(node, "2");
        assertThat(client.text()).contains("\"offset\":2,", "\"data\":2");
        client.withoutPongs();
        WireClient.Received ping = client.next();
        assertThat(ping).isInstanceOf(WireClient.Ping.class);
        client.frame(
            0x8a, ((WireClient.Ping) ping).payload().getBytes(StandardCharsets.ISO_8859_1));
        await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> node.meter("heddle_cursor_moves_total{by=\"pong\"}") >= 1);
      }
    }
    try (TestNode node = TestNode.start(data())) {
      publish(node, "3");
      try (WireClient client = open(node, "/ws?device=phone")) {
        assertThat(client.text()).contains("\"was_recovering\":true,\"recovered\":true");
        assertThat(client.text()).contains("\"offset\":3,", "\"data\":3");
      }
      try (WireClient client = open(node, "/ws?device=laptop")) {
        assertThat(client.text()).contains("\"connected\"").doesNotContain("was_recovering");
        publish(node, "4");
        assertThat(client.text()).contains("\"offset\":4,", "\"data\":4");
      }
    }
  }

  @Test
  void whoConnectsWithNothingStoredReadsNothingFromTheFile() {
    try (TestNode node = TestNode.start(data())) {
      for (int i = 0; i < 50; i++) {
        try (WireClient client = WireClient.open(node.port(), "/ws", Token.bearer("user" + i))) {
          assertThat(client.text()).contains("\"connected\"");
        }
      }
      assertThat(node.meter("heddle_cursor_starts_total{outcome=\"nothing\"}")).isEqualTo(50);
      assertThat(node.meter("heddle_cursor_starts_total{outcome=\"current\"}")).isZero();
    }
  }

  private static WireClient open(TestNode node, String target) {
    return WireClient.open(node.port(), target, Token.bearer("alice"));
  }

  private static void publish(TestNode node, String json) {
    String id = UUID.randomUUID().toString();
    Draft draft = Draft.of("notification", Payload.of(json), id, Sender.SERVER);
    assertThat(node.heddle().fabric().publish(ALICES, draft).toCompletableFuture().join())
        .isInstanceOf(ToPublisher.Done.class);
  }

  private String data() {
    return "heddle.data-dir = \"" + folder + "\"";
  }
}
