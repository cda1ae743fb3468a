package io.heddle.app.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.app.wire.TestNode;
import io.heddle.app.wire.Token;
import io.heddle.app.wire.WireClient;
import io.heddle.app.wire.WireClient.Answer;
import io.heddle.app.wire.WireClient.Closed;
import io.heddle.app.wire.WireClient.Compressed;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.Deflater;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Clients that compress and clients that do not hear the same. */
class CompressionTest {
  private static final String OFFER =
      "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits";
  private static final String LONG = "heddle ".repeat(500);
  private static TestNode node;

  @BeforeAll
  static void start() {
    node =
        TestNode.start(
            "heddle.websocket.compression.enabled = on",
            "heddle.websocket.max-message-size = 100000");
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void aLongMessageReachesWhoOfferedCompressionInFewBytesAndOthersAsItIs() {
    try (WireClient small = compressing("small");
        WireClient plain = node.enter("plain", "chat:deflate")) {
      small.send("{\"type\":\"subscribe\",\"room\":\"chat:deflate\"}").text();
      plain.send(publish("chat:deflate", LONG));

      String received = plain.text();
      received = received.contains("\"type\":\"message\"") ? received : plain.text();
      assertThat(received).contains(LONG);
      Compressed compressed = (Compressed) small.next();
      assertThat(compressed.text()).isEqualTo(received);
      assertThat(compressed.bytes()).isLessThan(LONG.length() / 5);
    }
  }

  @Test
  void whatAClientCompressesIsUnderstood() {
    try (WireClient client = compressing("talker")) {
      client.frame(0xC1, deflated("{\"type\":\"subscribe\",\"room\":\"chat:said\"}"));
      assertThat(client.text()).contains("\"subscribed\"", "chat:said");
    }
  }

  @Test
  void aMessageThatIsTooLongOnceItIsRestoredCloses1009() {
    try (WireClient client = compressing("bomber")) {
      client.frame(0xC1, deflated(" ".repeat(1_000_000)));
      assertThat(client.closed()).isEqualTo(new Closed(1009, "message exceeds 100000 bytes"));
    }
  }

  @Test
  void whatIsNoCompressedDataCloses1007() {
    try (WireClient client = compressing("garbler")) {
      client.frame(0xC1, new byte[] {-1, -1, -1});
      assertThat(client.closed()).isEqualTo(new Closed(1007, "compressed message cannot be read"));
    }
  }

  @Test
  void whoDidNotOfferItMayNotCompress() {
    try (WireClient client = node.enter("plain")) {
      client.frame(0xC1, deflated("{\"type\":\"ping\"}"));
      assertThat(client.closed()).isEqualTo(new Closed(1002, "reserved bits must be zero"));
    }
  }

  @Test
  void aNodeThatDoesNotCompressLeavesTheOfferUnanswered() {
    try (TestNode off = TestNode.start();
        WireClient client = WireClient.dial(off.port())) {
      Answer answer = client.upgrade("/ws", Token.bearer("alice"), OFFER);
      assertThat(answer.status()).isEqualTo(101);
      assertThat(answer.headers()).doesNotContainKey("Sec-WebSocket-Extensions");
    }
  }

  private static WireClient compressing(String user) {
    WireClient client = WireClient.dial(node.port());
    Answer answer = client.upgrade("/ws", Token.bearer(user), OFFER);
    assertThat(answer.headers())
        .containsEntry(
            "Sec-WebSocket-Extensions",
            "permessage-deflate; server_no_context_takeover; client_no_context_takeover");
    client.text();
    return client;
  }

  private static String publish(String room, String text) {
    return "{\"type\":\"publish\",\"room\":\"" + room + "\",\"data\":\"" + text + "\"}";
  }

  private static byte[] deflated(String text) {
    Deflater deflater = new Deflater(6, true);
    try {
      deflater.setInput(text.getBytes(StandardCharsets.UTF_8));
      byte[] bytes = new byte[text.length() + 100];
      int length = deflater.deflate(bytes, 0, bytes.length, Deflater.SYNC_FLUSH) - 4;
      return Arrays.copyOf(bytes, length);
    } finally {
      deflater.end();
    }
  }
}
