package io.heddle.app.socket;

import static io.heddle.app.wire.TestNode.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.app.wire.LiveObjects;
import io.heddle.app.wire.TestNode;
import io.heddle.app.wire.Token;
import io.heddle.app.wire.WireClient;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Clients that come in numbers and go without a word leave nothing behind. */
@Isolated("counts what is live in the whole process")
class VanishingClientsTest {
  private static final int CLIENTS = 10_000;

  /** Each comes a microsecond later than the one before: some while the 101 is being written. */
  private static final int RESETS = 1000;

  private static final int AT_ONCE = 64;

  /** Each kind of going, at another moment of a connection's life. */
  private static final int WAYS = 10;

  @Test
  void tenThousandThatOpenedAndVanishedLeaveNothing() throws InterruptedException {
    try (TestNode node = TestNode.start()) {
      AtomicInteger failures = new AtomicInteger();
      byte[] request = WireClient.upgradeRequest("/ws", Token.bearer("vanishing"));
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        Semaphore places = new Semaphore(AT_ONCE);
        for (int i = 0; i < CLIENTS; i++) {
          int way = i % WAYS;
          places.acquire();
          threads.execute(
              () -> {
                try {
                  vanish(node.port(), request, way);
                } catch (RuntimeException | AssertionError _) {
                  failures.incrementAndGet();
                } finally {
                  places.release();
                }
              });
        }
      }

      assertThat(failures).hasValue(0);
      eventually().until(() -> node.meter("heddle_connections") == 0);
      eventually().until(() -> node.meter("heddle_rooms") == 0);
      assertThat(node.meter("heddle_connections_opened_total"))
          .isGreaterThanOrEqualTo(CLIENTS / WAYS * 5);
      eventually()
          .untilAsserted(
              () ->
                  assertThat(LiveObjects.count())
                      .doesNotContainKeys(
                          "io.heddle.actors.connection.Connection",
                          "io.heddle.actors.room.LocalRoom",
                          "io.heddle.http.loop.ChannelFlow",
                          "io.heddle.http.loop.ChannelWire",
                          "io.heddle.http.server.HeadReader",
                          "io.heddle.http.server.PlainHttp",
                          "io.heddle.http.socket.ConnectionLogic",
                          "io.heddle.http.socket.Conversation",
                          "io.heddle.http.socket.LiveSocket",
                          "io.heddle.http.socket.Outbox"));
      try (WireClient client = node.enter("after", "chat:vanished")) {
        assertThat(client.send("{\"type\":\"ping\"}").text()).contains("\"pong\"");
      }
    }
  }

  @Test
  void resetsWhileTheUpgradeIsAnsweredLeaveNothing() {
    byte[] request = WireClient.upgradeRequest("/ws", Token.bearer("resetting"));
    int cut = request.length - 1;
    try (TestNode node = TestNode.start()) {
      for (int i = 0; i < RESETS; i++) {
        WireClient client = WireClient.dial(node.port()).raw(Arrays.copyOf(request, cut));
        client.raw(Arrays.copyOfRange(request, cut, request.length));
        LockSupport.parkNanos(i * 1000L);
        client.reset();
      }
      eventually().until(() -> node.meter("heddle_connections") == 0);
      if (TestNode.direct()) {
        eventually().until(() -> node.meter("heddle_server_sockets") <= 2);
      }
      try (WireClient client = node.enter("after")) {
        assertThat(client.send("{\"type\":\"ping\"}").text()).contains("\"pong\"");
      }
    }
  }

  private static void vanish(int port, byte[] request, int way) {
    WireClient client = WireClient.dial(port);
    switch (way) {
      case 0 -> {}
      case 1 -> client.raw(Arrays.copyOf(request, request.length / 2));
      case 2 -> client.raw(request);
      case 3 -> client.raw(bytes("POST /websocket/rooms/chat:x/message HTTP/1.1\r\nHost: l\r\n"));
      case 4 -> client.raw(bytes("GET /health HTTP/1.1\r\nHost: l\r\n\r\nGET /hea"));
      default -> opened(client, request, way);
    }
    client.reset();
  }

  private static void opened(WireClient client, byte[] request, int way) {
    client.raw(request).answer();
    switch (way) {
      case 5 -> client.raw(new byte[] {(byte) 0x81});
      case 6 -> {
        client.text();
        client.send("{\"type\":\"subscribe\",\"room\":\"chat:vanishing\"}");
      }
      case 7 -> {
        client.text();
        client.send("{\"type\":\"subscribe\",\"room\":\"chat:vanished\"}").text();
        client.send("{\"type\":\"publish\",\"room\":\"chat:vanished\",\"data\":1}");
      }
      case 8 -> client.sendClose(1000);
      default -> {
        client.text();
        client.raw(new byte[] {(byte) 0x80, 0});
      }
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
