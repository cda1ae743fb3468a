package io.heddle.app.socket;

import static io.heddle.app.wire.TestNode.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.app.wire.LiveObjects;
import io.heddle.app.wire.TestNode;
import io.heddle.app.wire.Token;
import io.heddle.app.wire.WireClient;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Clients that come in numbers and go without a word leave nothing behind. */
class VanishingClientsTest {
  private static final int CLIENTS = 10_000;

  /** Each comes a microsecond later than the one before: some while the 101 is being written. */
  private static final int RESETS = 1000;

  private static final int AT_ONCE = 64;

  /** Each kind of going, at another moment of a connection's life. */
  private static final int WAYS = 5;

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
          .isGreaterThanOrEqualTo(CLIENTS / WAYS * 3);
      eventually()
          .untilAsserted(
              () ->
                  assertThat(LiveObjects.count())
                      .doesNotContainKeys(
                          "io.heddle.actors.connection.Connection",
                          "io.heddle.actors.room.LocalRoom",
                          "io.heddle.http.server.ChannelLogic",
                          "io.heddle.http.server.HeadReader",
                          "io.heddle.http.socket.ConnectionLogic",
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
      case 0 -> client.raw(Arrays.copyOf(request, request.length / 2));
      case 1 -> client.raw(request);
      case 2 -> {
        client.raw(request).answer();
        client.raw(new byte[] {(byte) 0x81});
      }
      case 3 -> {
        client.raw(request).answer();
        client.text();
        client.send("{\"type\":\"subscribe\",\"room\":\"chat:vanishing\"}");
      }
      default -> {
        client.raw(request).answer();
        client.text();
        client.send("{\"type\":\"subscribe\",\"room\":\"chat:vanished\"}").text();
        client.send("{\"type\":\"publish\",\"room\":\"chat:vanished\",\"data\":1}");
      }
    }
    client.reset();
  }
}
