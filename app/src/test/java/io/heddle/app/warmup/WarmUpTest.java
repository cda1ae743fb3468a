package io.heddle.app.warmup;

import static io.heddle.app.wire.TestNode.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.heddle.app.wire.LiveObjects;
import io.heddle.app.wire.TestNode;
import io.heddle.app.wire.WireClient;
import io.heddle.config.WarmUpSettings;
import io.heddle.http.server.BoundServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;

@Isolated("counts what is live in the whole process")
class WarmUpTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger(WarmUp.class);
  private final ListAppender<ILoggingEvent> said = new ListAppender<>();

  @BeforeEach
  void listen() {
    said.start();
    logger.setLevel(Level.DEBUG);
    logger.addAppender(said);
  }

  @AfterEach
  void listenNoMore() {
    logger.detachAppender(said);
    logger.setLevel(null);
  }

  @Test
  void aWarmNodeHasCountedNothingKeepsNothingAndServes() {
    List<String> cold;
    try (TestNode node = TestNode.start()) {
      cold = counted(node);
    }
    try (TestNode node = TestNode.start("heddle.warm-up { handshakes = 100, timeout = 20s }")) {
      assertThat(lines()).anyMatch(line -> line.startsWith("Warmed up by 100 handshakes"));
      assertThat(counted(node)).isEqualTo(cold);
      eventually()
          .untilAsserted(
              () ->
                  assertThat(LiveObjects.count())
                      .doesNotContainKeys(
                          "io.heddle.app.warmup.PrivateNode",
                          "io.heddle.app.warmup.PrivateRooms",
                          "io.heddle.actors.connection.Connection",
                          "io.heddle.actors.room.LocalRoom",
                          "io.heddle.http.socket.LiveSocket"));
      try (WireClient client = node.enter("first", "chat:warm")) {
        assertThat(client.send("{\"type\":\"ping\"}").text()).contains("\"pong\"");
      }
    }
  }

  @Test
  void whereItFailsTheStartGoesOn() {
    ActorTestKit kit = ActorTestKit.create();
    try {
      Binder broken =
          (_, _, _) -> CompletableFuture.failedFuture(new IOException("no port for anybody"));

      over(WarmUp.start(kit.system(), settings(Duration.ofSeconds(20)), broken, Clock.systemUTC()));

      assertThat(lines())
          .containsExactly("The warm-up failed, and the first clients find a slow node");
    } finally {
      kit.shutdownTestKit();
    }
  }

  @Test
  void aServerThatSaysNothingHoldsTheStartUpNoLongerThanItsTime() throws IOException {
    ActorTestKit kit = ActorTestKit.create();
    try (ServerSocket silent = new ServerSocket(0, 100, InetAddress.getLoopbackAddress())) {
      Binder binder = (_, _, _) -> CompletableFuture.completedFuture(new Silent(silent));

      over(WarmUp.start(kit.system(), settings(Duration.ofMillis(200)), binder, Clock.systemUTC()));

      assertThat(lines()).anyMatch(line -> line.startsWith("Warmed up by 0 handshakes"));
    } finally {
      kit.shutdownTestKit();
    }
  }

  private record Silent(ServerSocket socket) implements BoundServer {
    @Override
    public InetSocketAddress address() {
      return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    @Override
    public CompletionStage<Done> unbind() {
      return CompletableFuture.completedFuture(Done.getInstance());
    }

    @Override
    public CompletionStage<Done> end(Duration longest) {
      return unbind();
    }
  }

  private static WarmUpSettings settings(Duration timeout) {
    return new WarmUpSettings(100, timeout);
  }

  private static void over(CompletionStage<Done> warm) {
    eventually().until(() -> warm.toCompletableFuture().isDone());
    assertThat(warm).isCompleted();
  }

  private List<String> lines() {
    return List.copyOf(said.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  /** What is not zero of our own meters, when the first request is the one for them. */
  private static List<String> counted(TestNode node) {
    return node.get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith("heddle_") && !line.endsWith(" 0.0"))
        .sorted()
        .toList();
  }
}
