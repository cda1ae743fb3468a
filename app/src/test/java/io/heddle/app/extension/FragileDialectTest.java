package io.heddle.app.extension;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.app.wire.TestNode;
import io.heddle.app.wire.Token;
import io.heddle.app.wire.WireClient;
import io.heddle.http.dialect.DialectProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dialect of an extension whose encoder breaks on some events. */
class FragileDialectTest {
  private static final String FRAGILE =
      """
      package shop;
      import io.heddle.actors.protocol.*;
      import io.heddle.http.dialect.*;
      import java.time.Clock;
      import java.util.function.Consumer;
      public final class Fragile implements DialectProvider {
        public Dialect create(DialectLimits limits, Clock clock) {
          HeddleV1 json = new HeddleV1(limits, clock);
          Encoder fragile = event -> switch (event) {
            case Event.Published(var it) when it.draft().data().toString().contains("boom") ->
                throw new NoClassDefFoundError("shop/Boom");
            case Event.Published(var it) when it.draft().data().toString().contains("hush") -> null;
            case Event.Failed failed when failed.code() == ErrorCode.SERVER_FULL ->
                throw new IllegalStateException("no word for full");
            case Event.Unsubscribed _ -> throw new IllegalStateException("no word for leaving");
            default -> json.encoder().encode(event);
          };
          return new Dialect() {
            public String name() { return "fragile"; }
            public Encoder encoder() { return fragile; }
            public boolean takesWhenFull() { return true; }
            public void decode(byte[] utf8, int from, int to, Consumer<ClientCommand> sink) {
              json.decode(utf8, from, to, sink);
            }
          };
        }
      }
      """;

  @TempDir Path data;
  private Path folder;

  @BeforeEach
  void makeJar() throws IOException {
    folder = Files.createDirectory(data.resolve("jars"));
    TestJar.of("shop.Fragile", FRAGILE).serving(DialectProvider.class).into(folder, "a.jar");
  }

  private TestNode start(String... settings) {
    return TestNode.start(
        "heddle.extensions.folder = \"" + folder + "\"", String.join("\n", settings));
  }

  private static WireClient fragile(TestNode node, String user) {
    return WireClient.open(
        node.port(), "/ws", Token.bearer(user), "Sec-WebSocket-Protocol: fragile");
  }

  private static void publish(WireClient client, String data) {
    client.send("{\"type\":\"publish\",\"room\":\"chat:a\",\"data\":\"" + data + "\"}");
  }

  @Test
  void membersOfADialectThatThrowsAreClosedAndAllOthersGetEveryPublication() {
    try (TestNode node = start();
        WireClient broken = fragile(node, "broken")) {
      broken.text();
      broken.send("{\"type\":\"subscribe\",\"room\":\"chat:a\"}").text();
      try (WireClient good = node.enter("good", "chat:a")) {
        publish(good, "boom");

        assertThat(good.text()).contains("\"data\":\"boom\"", "\"offset\":1");
        assertFault(broken.closed());
        publish(good, "fine");
        assertThat(good.text()).contains("\"data\":\"fine\"", "\"offset\":2");
      }
      assertThat(node.meter("heddle_dialect_faults_total{dialect=\"fragile\"}")).isEqualTo(1);
    }
  }

  @Test
  void anEncoderThatMakesNothingIsAsOneThatThrows() {
    try (TestNode node = start();
        WireClient broken = fragile(node, "broken")) {
      broken.text();
      broken.send("{\"type\":\"subscribe\",\"room\":\"chat:a\"}").text();
      try (WireClient good = node.enter("good", "chat:a")) {
        publish(good, "hush");

        assertThat(good.text()).contains("\"data\":\"hush\"");
        assertFault(broken.closed());
      }
    }
  }

  @Test
  void whoCannotBeSentAgainWhatItMissedIsClosed() {
    try (TestNode node = start();
        WireClient good = node.enter("good", "chat:a")) {
      publish(good, "boom");
      good.text();
      try (WireClient broken = fragile(node, "broken")) {
        broken.text();
        broken.send("{\"type\":\"subscribe\",\"room\":\"chat:a\",\"last\":1}").text();

        assertFault(broken.closed());
      }
    }
  }

  @Test
  void whoCannotBeToldThatItHasLeftIsClosedAndTheRoomLivesOn() {
    try (TestNode node = start();
        WireClient broken = fragile(node, "broken")) {
      broken.text();
      broken.send("{\"type\":\"subscribe\",\"room\":\"chat:a\"}").text();
      try (WireClient good = node.enter("good", "chat:a")) {
        broken.send("{\"type\":\"unsubscribe\",\"room\":\"chat:a\"}");

        assertFault(broken.closed());
        publish(good, "fine");
        assertThat(good.text()).contains("\"data\":\"fine\"", "\"offset\":1");
      }
    }
  }

  @Test
  void aFullNodeThatCannotSaySoInADialectKeepsItsConnections() {
    try (TestNode node = start("heddle.limits.max-connections = 1");
        WireClient good = node.enter("good", "chat:a")) {
      try (WireClient broken = fragile(node, "broken")) {
        assertFault(broken.closed());
      }
      publish(good, "fine");
      assertThat(good.text()).contains("\"data\":\"fine\"");
    }
  }

  private static void assertFault(WireClient.Closed closed) {
    assertThat(closed.code()).isEqualTo(1011);
    assertThat(closed.reason()).matches("fault of the server, reference [0-9a-f-]{36}");
  }
}
