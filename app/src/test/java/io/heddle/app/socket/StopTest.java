package io.heddle.app.socket;

import static io.heddle.app.wire.TestNode.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.app.wire.TestNode;
import io.heddle.app.wire.Token;
import io.heddle.app.wire.WireClient;
import io.heddle.app.wire.WireClient.Closed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pekko.Done;
import org.junit.jupiter.api.Test;

/** A node that stops says so, and answers what it has taken. */
class StopTest {
  private static final int PUBLISHES = 50;

  @Test
  void aNodeThatStopsAnswersPublishesAndClosesWith1012() {
    TestNode node = TestNode.start();
    WireClient talker = node.enter("talker", "chat:stop");
    WireClient silent = node.enter("silent");
    StringBuilder burst = new StringBuilder();
    for (int i = 1; i <= PUBLISHES; i++) {
      burst.append("{\"type\":\"publish\",\"room\":\"chat:stop\",\"id\":").append(i);
      burst.append(",\"data\":").append(i).append("} ");
    }
    talker.send(burst.toString());
    String first = talker.text();

    CompletionStage<Done> stopped = node.heddle().stop();

    List<String> texts = new ArrayList<>(List.of(first));
    WireClient.Received next = talker.next();
    while (next instanceof WireClient.Text(var text)) {
      texts.add(text);
      next = talker.next();
    }
    assertThat(next).isEqualTo(new Closed(1012, "server is restarting"));
    assertThat(texts.stream().filter(text -> text.contains("\"type\":\"published\"")))
        .hasSize(PUBLISHES);
    assertThat(texts.stream().filter(text -> text.contains("\"type\":\"message\"")))
        .hasSize(PUBLISHES);
    assertThat(texts.removeLast()).contains("\"code\":\"connection_closed\"");
    assertThat(texts.getLast()).contains("\"reconnect\"", "\"after_ms\":0");
    assertThat(silent.text()).contains("\"reconnect\"", "\"reason\":\"server is restarting\"");
    assertThat(silent.text()).contains("\"code\":\"connection_closed\"");
    assertThat(silent.next()).isEqualTo(new Closed(1012, "server is restarting"));
    talker.sendClose(1012).close();
    silent.sendClose(1012).close();
    assertThat(stopped.toCompletableFuture().join()).isEqualTo(Done.getInstance());
    node.close();
  }

  @Test
  void aPlainRequestThatIsUnderWayIsAnswered() {
    TestNode node = TestNode.start();
    String body = "{\"type\":\"news\",\"data\":1}";
    byte[] request =
        ("POST /websocket/rooms/chat:stop/message HTTP/1.1\r\nHost: localhost\r\n"
                + "Authorization: Bearer "
                + Token.admin()
                + "\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n"
                + body)
            .getBytes(StandardCharsets.UTF_8);
    int half = request.length - body.length() / 2;
    try (WireClient idle = WireClient.dial(node.port());
        WireClient asking = WireClient.dial(node.port())) {
      idle.raw("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      assertThat(idle.answer().status()).isEqualTo(200);
      asking.raw(Arrays.copyOf(request, half));
      if (TestNode.direct()) {
        eventually().until(() -> node.meter("heddle_server_heads_total{outcome=\"plain\"}") >= 2);
      } else {
        eventually().until(() -> node.get("/health").statusCode() == 200);
      }

      CompletionStage<Done> stopped = node.heddle().stop();

      idle.ended();
      asking.raw(Arrays.copyOfRange(request, half, request.length));
      assertThat(asking.answer().status()).isEqualTo(200);
      asking.ended();
      assertThat(stopped.toCompletableFuture().join()).isEqualTo(Done.getInstance());
    }
  }

  @Test
  void anOperatorDrainsTheLastNodeOnlyByInsisting() {
    TestNode node = TestNode.start();
    String nodes = node.admin("GET", "/websocket/nodes", "").body();
    Matcher line =
        Pattern.compile("\"node\":\"([^\"]+)\",\"state\":\"serving\",\"connections\":0")
            .matcher(nodes);
    assertThat(line.find()).as(nodes).isTrue();
    assertThat(nodes).containsPattern("\"policies\":\"[0-9a-f]{12}\"");
    String drain = "/websocket/nodes/" + line.group(1) + "/drain";
    assertThat(node.post(drain, "").statusCode()).isEqualTo(409);

    try (WireClient alice = node.enter("alice")) {
      assertThat(node.post(drain + "?last=true", "").body()).contains("\"state\":\"draining\"");
      assertThat(alice.text()).contains("\"reconnect\"");
      assertThat(alice.closed().code()).isEqualTo(1012);
    }
    node.heddle().whenTerminated().toCompletableFuture().join();
    assertThat(node.heddle().wasAskedToDrain()).isTrue();
  }

  @Test
  void aClientThatDoesNotAnswerTheCloseHoldsNoNodeUp() {
    TestNode node = TestNode.start("heddle.drain.timeout = 5s");
    try (WireClient deaf = node.enter("deaf", "chat:deaf")) {
      node.close();
      assertThat(deaf.text()).contains("\"reconnect\"");
      assertThat(deaf.closed().code()).isEqualTo(1012);
    }
  }
}
