package io.heddle.app.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.Sender;
import io.heddle.actors.protocol.ToPublisher;
import io.heddle.app.wire.LiveObjects;
import io.heddle.app.wire.TestNode;
import io.heddle.app.wire.Token;
import io.heddle.app.wire.WireClient;
import java.nio.file.Path;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("counts what is live in the whole process")
class ResumeTest {
  private static final RoomName ROOM = new RoomName("chat:away");
  private static final Pattern EPOCH = Pattern.compile("\"epoch\":\"([^\"]+)\"");

  /** Publications that are missed; {@code -Dheddle.test.missed=1000} for the full number. */
  private static final int MISSED = Integer.getInteger("heddle.test.missed", 60);

  private static final int SIZE = 500_000;

  @TempDir Path folder;

  @Test
  void aClientResumesOverARestartOfTheNode() {
    String epoch;
    try (TestNode node = TestNode.start(data());
        WireClient client = node.enter("alice")) {
      epoch = epoch(subscribe(client, "").text());
      publish(node, "1");
      assertThat(client.text()).contains("\"offset\":1,");
      publish(node, "2");
      publish(node, "3");
    }
    try (TestNode node = TestNode.start(data());
        WireClient client = node.enter("alice")) {
      String recover = ",\"recover\":{\"epoch\":\"" + epoch + "\",\"offset\":1}";
      assertThat(subscribe(client, recover).text())
          .contains("\"offset\":3,", "\"was_recovering\":true,\"recovered\":true");
      assertThat(client.text()).contains("\"offset\":2,", "\"data\":2");
      assertThat(client.text()).contains("\"offset\":3,", "\"data\":3");
      publish(node, "4");
      assertThat(client.text()).contains("\"offset\":4,", "\"data\":4");
    }
  }

  /** More than any outbox holds, through a socket that is read when the test gets to it. */
  @Test
  void muchIsMissedAndComesThroughASlowLinkWithFlatMemory() {
    try (TestNode node = TestNode.start(data(), "heddle.namespaces.chat.history.bytes = 1GiB");
        WireClient slow = WireClient.dial(node.port(), 4096)) {
      String large = "\"" + "x".repeat(SIZE) + "\"";
      for (int i = 0; i < MISSED; i++) {
        publish(node, large);
      }
      slow.upgrade("/ws", Token.bearer("slow"));
      slow.text();
      String epoch = epoch(history(slow));
      long before = LiveObjects.bytes();
      String recover = ",\"recover\":{\"epoch\":\"" + epoch + "\",\"offset\":0}";
      assertThat(subscribe(slow, recover).text()).contains("\"recovered\":true");

      for (int i = 1; i <= MISSED; i++) {
        assertThat(slow.text()).hasSizeGreaterThan(SIZE).contains("\"offset\":" + i + ",");
        if (i % (MISSED / 4) == 0) {
          assertThat(LiveObjects.bytes() - before).isLessThan(12_000_000);
        }
      }
      publish(node, "0");
      assertThat(slow.text()).contains("\"offset\":" + (MISSED + 1) + ",");
    }
  }

  private static String history(WireClient client) {
    return client
        .send(
            "{\"type\":\"history\",\"room\":\"chat:away\",\"since\":{\"epoch\":\"-\",\"offset\":0}}")
        .text();
  }

  private static WireClient subscribe(WireClient client, String more) {
    return client.send("{\"type\":\"subscribe\",\"room\":\"chat:away\"" + more + "}");
  }

  private static String epoch(String text) {
    Matcher matcher = EPOCH.matcher(text);
    assertThat(matcher.find()).as(text).isTrue();
    return matcher.group(1);
  }

  private static void publish(TestNode node, String json) {
    String id = UUID.randomUUID().toString();
    Draft draft = Draft.of("message", Payload.of(json), id, Sender.SERVER);
    assertThat(node.heddle().fabric().publish(ROOM, draft).toCompletableFuture().join())
        .isInstanceOf(ToPublisher.Done.class);
  }

  private String data() {
    return "heddle.data-dir = \"" + folder + "\"";
  }
}
