package io.heddle.app.socket;

import static io.heddle.app.wire.TestNode.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import io.heddle.app.wire.LiveObjects;
import io.heddle.app.wire.TestNode;
import io.heddle.app.wire.Token;
import io.heddle.app.wire.WireClient;
import io.heddle.app.wire.WireClient.Closed;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Isolated;

/** Clients that take, answer or say nothing are sent away, each with its code. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Isolated("counts what is live in the whole process")
class SlowClientsTest {
  private static final int SMALL_BUFFER = 4096;
  private static final int CLIENTS = 8;
  private static final String WRITE_TIMEOUTS =
      "heddle_connections_closed_total{reason=\"write_timeout\"}";
  private static final String KILOBYTES = "x".repeat(30_000);

  private TestNode patient;
  private TestNode hasty;

  @BeforeAll
  void start() {
    String small =
        """
        heddle.websocket { write-buffer-size = 16KiB, outbox-size = 512KiB, max-message-size = 128KiB }
        """;
    patient = TestNode.start(small, "heddle.websocket.write-wait = 1h");
    hasty =
        TestNode.start(
            small,
            """
            heddle.websocket {
              write-wait = 1s, ping-interval = 1s, pong-wait = 3s, timeout = 300ms, connect-wait = 300ms
              endpoints = [{ path = "/ws", auth = upgrade, dialect = "heddle.v1" }, { path = "/in", auth = in-band, dialect = "heddle.v1" }]
            }
            """);
  }

  @AfterAll
  void stop() {
    patient.close();
    hasty.close();
  }

  @Test
  void whoReadsTooSlowlyIsToldSoAndOthersGetEverything() {
    try (WireClient slow = WireClient.dial(patient.port(), SMALL_BUFFER);
        WireClient talker = patient.enter("talker", "chat:flood");
        WireClient reader = patient.enter("reader", "chat:flood")) {
      slow.upgrade("/ws", Token.bearer("slow"));
      slow.text();
      slow.send("{\"type\":\"subscribe\",\"room\":\"chat:flood\"}").text();

      int offset = 0;
      while (patient.meter("heddle_connections_closed_total{reason=\"slow_consumer\"}") == 0) {
        offset++;
        talker.send(
            "{\"type\":\"publish\",\"room\":\"chat:flood\",\"data\":\"" + KILOBYTES + "\"}");
        assertThat(talker.text()).contains("\"offset\":" + offset + ",");
        assertThat(reader.text()).contains("\"offset\":" + offset + ",");
        assertThat(offset).as("publications before the outbox is full").isLessThan(1000);
      }

      assertThat(slow.closed()).isEqualTo(new Closed(4408, "too slow, resume from your offset"));
      assertThat(patient.meter("heddle_socket_frames_dropped_total{reason=\"full\"}")).isPositive();
      assertThat(talker.send("{\"type\":\"ping\"}").text()).contains("\"pong\"");
    }
  }

  @Test
  void whoTakesNoByteIsCutOffAndItsSocketGivenBack() {
    double before = hasty.meter(WRITE_TIMEOUTS);
    long files = openFiles();
    List<WireClient> stuck = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      WireClient client = WireClient.dial(hasty.port(), SMALL_BUFFER);
      client.upgrade("/ws", Token.bearer("stuck"));
      client.text();
      stuck.add(client);
    }
    String body = "{\"type\":\"notification\",\"data\":\"" + KILOBYTES + "\"}";
    for (int i = 0; i < 15; i++) {
      assertThat(hasty.post("/websocket/users/stuck/message", body).statusCode()).isEqualTo(200);
    }

    eventually().until(() -> hasty.meter(WRITE_TIMEOUTS) == before + CLIENTS);
    eventually().until(() -> count(hasty, "stuck").contains(":0}"));
    eventually().until(() -> openFiles() < files + CLIENTS + CLIENTS / 2);
    stuck.forEach(WireClient::close);
  }

  @Test
  void whoNeverAnswersACloseHasItsSocketTakenBack() {
    assertThat(count(patient, "deaf")).contains(":0}");
    long files = openFiles();
    List<WireClient> deaf = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      deaf.add(patient.enter("deaf"));
    }
    assertThat(patient.post("/websocket/users/deaf/disconnect", "").statusCode()).isEqualTo(200);
    deaf.forEach(client -> assertThat(client.closed().code()).isEqualTo(4410));

    eventually().until(() -> count(patient, "deaf").contains(":0}"));
    eventually().until(() -> openFiles() < files + CLIENTS + CLIENTS / 2);
    deaf.forEach(WireClient::close);
  }

  private static String count(TestNode node, String user) {
    return node.adminGet("/websocket/users/" + user + "/connections/count").body();
  }

  /** Both ends of each socket are in this process; the clients' stay open. */
  private static long openFiles() {
    return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getOpenFileDescriptorCount();
  }

  @Test
  void whoAnswersNoPingIsClosedWith4412() {
    double before = hasty.meter("heddle_connections_closed_total{reason=\"no_pong\"}");
    try (WireClient dead = hasty.enter("dead").withoutPongs()) {
      assertThat(dead.next()).isInstanceOf(WireClient.Ping.class);
      assertThat(dead.closed()).isEqualTo(new Closed(4412, "no sign of life"));
    }
    assertThat(hasty.meter("heddle_connections_closed_total{reason=\"no_pong\"}"))
        .isEqualTo(before + 1);
  }

  @Test
  void whoDoesNotSayInTimeWhoItIsIsClosedWith4401() {
    try (WireClient silent = WireClient.open(hasty.port(), "/in")) {
      assertThat(silent.text()).contains("\"auth_required\"");
      assertThat(silent.text()).contains("\"unauthorized\"", "not authenticated in time");
      assertThat(silent.closed()).isEqualTo(new Closed(4401, "not authenticated in time"));
    }
  }

  @Test
  void longMessagesCostNoMemory() {
    byte[] long2 = WireClient.masked(0x81, new byte[2_000_000]);
    byte[] start = Arrays.copyOf(long2, 100_000);
    long before = LiveObjects.bytes();
    List<WireClient> attackers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      attackers.add(patient.enter("attacker").rawAsFarAsPossible(start));
    }
    attackers.forEach(attacker -> assertThat(attacker.closed().code()).isEqualTo(1009));
    for (int i = 0; i < 20; i++) {
      try (WireClient attacker = patient.enter("attacker")) {
        assertThat(attacker.rawAsFarAsPossible(long2).closed().code()).isEqualTo(1009);
      }
    }

    assertThat(LiveObjects.bytes() - before).isLessThan(20_000_000);
    attackers.forEach(WireClient::close);
  }
}
