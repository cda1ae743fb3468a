package io.heddle.http.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.protocol.ClientCommand;
import io.heddle.actors.protocol.CloseCode;
import io.heddle.actors.protocol.ConnectionOrder;
import io.heddle.actors.protocol.Event;
import io.heddle.actors.protocol.Frame;
import io.heddle.actors.protocol.Identity;
import io.heddle.actors.protocol.Socket;
import io.heddle.actors.protocol.ToConnection;
import io.heddle.actors.protocol.ToNode;
import io.heddle.config.Settings;
import io.heddle.config.load.SettingsLoader;
import io.heddle.http.dialect.DialectLimits;
import io.heddle.http.dialect.Dialects;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.stream.OverflowStrategy;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.SinkQueueWithCancel;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.javadsl.SourceQueueWithComplete;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The stage between two streams of bytes, without any transport. */
class ConnectionStageTest {
  private static final ActorTestKit KIT = ActorTestKit.create();

  private final Dialects dialects = Dialects.load(new DialectLimits(200, 200), Clock.systemUTC());
  private final TestProbe<ToNode> node = KIT.createTestProbe(ToNode.class);
  private final TestProbe<ToConnection> actor = KIT.createTestProbe(ToConnection.class);
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private SourceQueueWithComplete<ByteString> client;
  private SinkQueueWithCancel<ByteString> server;
  private CompletionStage<Done> ended;
  private Socket socket;

  @AfterAll
  static void stopKit() {
    KIT.shutdownTestKit();
  }

  @BeforeEach
  void openASocket() {
    connect("heddle.v1");
    socket.opened(actor.getRef());
  }

  private void connect(String dialect) {
    Settings settings = SettingsLoader.load(Optional.empty(), Map.of()).orThrow();
    ConnectionStage stage =
        new ConnectionStage(
            new SocketEnvironment(settings.webSocket(), node.getRef(), new SocketMetrics(registry)),
            dialects.find(dialect).orElseThrow(),
            false,
            Optional.of(Identity.user("alice")),
            false,
            Optional.empty());
    var running =
        Source.<ByteString>queue(1_000, OverflowStrategy.fail())
            .via(Flow.fromGraph(stage))
            .watchTermination(Keep.both())
            .toMat(Sink.queue(), Keep.both())
            .run(KIT.system());
    client = running.first().first();
    ended = running.first().second();
    server = running.second();
    socket = node.expectMessageClass(ToNode.Open.class).socket();
  }

  @Test
  void aFrameBecomesACommandAndAnEventAFrame() throws Exception {
    send(masked(1, "{\"type\":\"ping\",\"id\":7}"));
    ClientCommand.Ping ping = actor.expectMessageClass(ClientCommand.Ping.class);
    socket.offer(socket.encoder().encode(new Event.Pong(ping.id())));

    assertThat(text(received())).contains("\"type\":\"pong\"", "\"id\":7");
  }

  @Test
  void readingStopsWhileTooManyCommandsAreInFlight() {
    for (int i = 0; i < 200; i++) {
      send(masked(1, "{\"type\":\"ping\"}"));
    }
    for (int i = 0; i < 64; i++) {
      actor.expectMessageClass(ClientCommand.Ping.class);
    }
    actor.expectNoMessage(Duration.ofMillis(200));

    socket.handled(64);
    for (int i = 0; i < 64; i++) {
      actor.expectMessageClass(ClientCommand.Ping.class);
    }
    actor.expectNoMessage(Duration.ofMillis(200));
  }

  @Test
  void aPingIsAnsweredWithItsPayload() throws Exception {
    send(masked(9, "hello"));

    assertThat(received()).isEqualTo(concat(new byte[] {(byte) 0x8a, 5}, bytes("hello")));
  }

  @Test
  void theClientsCloseIsAnsweredAndEndsTheStage() throws Exception {
    send(masked(8, "\u0003\u00e8"));

    assertThat(received()).startsWith(new byte[] {(byte) 0x88, 2});
    awaitEnd();
    actor.expectMessageClass(ConnectionOrder.SocketClosed.class);
  }

  @Test
  void ourCloseWaitsForTheClients() throws Exception {
    socket.close(CloseCode.TOKEN_EXPIRED, "bye");
    assertThat(received()).startsWith(new byte[] {(byte) 0x88, 5, 0x11, 0x3b});
    assertThat(ended.toCompletableFuture()).isNotDone();
    send(masked(8, ""));

    awaitEnd();
  }

  @Test
  void aClientThatDoesNotAnswerTheCloseIsCutByTheSweep() throws Exception {
    socket.close(CloseCode.RESTARTING, "bye");
    received();
    long now = System.nanoTime();
    socket.sweep(now);
    socket.sweep(now + Duration.ofSeconds(4).toNanos());
    assertThat(ended.toCompletableFuture()).isNotDone();
    socket.sweep(now + Duration.ofSeconds(6).toNanos());

    awaitEnd();
  }

  @Test
  void aSilentClientIsPingedAndThenClosed() throws Exception {
    long now = System.nanoTime();
    socket.sweep(now + Duration.ofSeconds(55).toNanos());
    assertThat(received()).isEqualTo(new byte[] {(byte) 0x89, 0});
    socket.sweep(now + Duration.ofSeconds(61).toNanos());

    assertThat(closeCode(afterText(received(), "connection_closed"))).isEqualTo(4412);
  }

  @ParameterizedTest
  @ValueSource(strings = {"heddle.v1", "flat"})
  void aCloseThatNoErrorHasAnnouncedIsAnnounced(String dialect) throws Exception {
    connect(dialect);
    socket.close(CloseCode.DISCONNECTED, "for a reason");

    byte[] close = afterText(received(), "\"code\":\"connection_closed\"");
    assertThat(closeCode(close)).isEqualTo(4410);
    assertThat(text(close)).endsWith("for a reason");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gateway", "rooms"})
  void aCloseIsNotAnnouncedWhereClientsDoNotKnowTheError(String dialect) throws Exception {
    connect(dialect);
    socket.close(CloseCode.DISCONNECTED, "for a reason");

    assertThat(closeCode(received())).isEqualTo(4410);
  }

  @ParameterizedTest
  @EnumSource(
      names = {"UNAUTHORIZED", "TOKEN_EXPIRED", "TOO_MANY_ERRORS", "SERVER_FULL", "PROTOCOL_ERROR"})
  void aCloseThatAnErrorHasAnnouncedIsNotAnnouncedAgain(CloseCode code) throws Exception {
    socket.close(code, code.text());

    assertThat(closeCode(received())).isEqualTo(code.code());
  }

  @Test
  void aSocketThatIsRefusedBeforeItHasAnActorStillWaitsForTheClientsClose() throws Exception {
    connect("rooms");
    socket.close(CloseCode.SERVER_FULL, "full");
    assertThat(closeCode(received())).isEqualTo(1013);
    send(masked(1, "{\"type\":\"ping\"}"));
    assertThat(ended.toCompletableFuture()).isNotDone();
    send(masked(8, ""));

    awaitEnd();
  }

  @Test
  void aRefusedSocketWhoseClientDoesNotCloseIsCutByTheSweep() throws Exception {
    connect("rooms");
    socket.close(CloseCode.SERVER_FULL, "full");
    received();
    long now = System.nanoTime();
    socket.sweep(now);
    socket.sweep(now + Duration.ofSeconds(6).toNanos());

    awaitEnd();
  }

  @Test
  void aClientThatTakesNothingIsClosedAndCut() {
    long now = System.nanoTime();
    for (int i = 0; i < 40; i++) {
      socket.offer(new Frame(new byte[20_000]));
    }
    socket.sweep(now);
    socket.sweep(now + Duration.ofSeconds(11).toNanos());

    actor.expectMessageClass(ConnectionOrder.SocketClosed.class);
    assertThat(count("heddle.connections.closed", "write_timeout")).isOne();
  }

  @Test
  void aSocketThatHasJustOpenedHasTheWholeWriteWait() {
    LiveSocket fresh =
        new LiveSocket(
            new SocketEnvironment(
                SettingsLoader.load(Optional.empty(), Map.of()).orThrow().webSocket(),
                node.getRef(),
                new SocketMetrics(registry)),
            dialects.find("heddle.v1").orElseThrow(),
            Optional.empty(),
            _ -> {});
    fresh.offer(new Frame(new byte[10]));
    fresh.sweep(System.nanoTime());
    fresh.sweep(System.nanoTime() + Duration.ofSeconds(8).toNanos());
    assertThat(count("heddle.connections.closed", "write_timeout")).isZero();
    fresh.sweep(System.nanoTime() + Duration.ofSeconds(12).toNanos());

    assertThat(count("heddle.connections.closed", "write_timeout")).isOne();
  }

  @Test
  void whatDoesNotFitTheOutboxClosesAsASlowConsumer() throws Exception {
    for (int i = 0; i < 80; i++) {
      socket.offer(new Frame(new byte[20_000]));
    }

    assertThat(count("heddle.connections.closed", "slow_consumer")).isOne();
    assertThat(registry.get("heddle.socket.frames.dropped").tag("reason", "full").counter().count())
        .isOne();
  }

  @Test
  void aFrameWithoutAMaskIsRefusedAndWhatFollowsIsThrownAway() throws Exception {
    client.offer(ByteString.fromArray(new byte[] {(byte) 0x81, 1, 'x'}));
    assertThat(closeCode(received())).isEqualTo(1002);
    send(masked(1, "{\"type\":\"ping\"}"));
    actor.expectNoMessage(Duration.ofMillis(100));
    client.complete();

    awaitEnd();
  }

  @Test
  void aMessageThatIsTooLargeIsNamedBeforeTheClose() throws Exception {
    client.offer(
        ByteString.fromArray(new byte[] {(byte) 0x81, (byte) 0xff, 0, 0, 0, 0, 0, 0x1f, 0, 0}));

    byte[] frames = received();
    assertThat(text(frames)).contains("too_large", "message exceeds 512000 bytes");
    assertThat(frames[frames.length - 1]).isNotZero();
    assertThat(count("heddle.connections.closed", "too_large")).isOne();
  }

  @Test
  void binaryIsRefused() throws Exception {
    send(masked(2, "{}"));

    assertThat(closeCode(received())).isEqualTo(1003);
  }

  @Test
  void anAbortedSocketTellsItsActor() {
    client.fail(new IllegalStateException("reset by peer"));

    actor.expectMessageClass(ConnectionOrder.SocketClosed.class);
    assertThat(count("heddle.connections.closed", "aborted")).isOne();
  }

  @Test
  void aSocketThatEndsBeforeItHasAnActorTellsItAtOnce() {
    client.complete();
    TestProbe<ToConnection> late = KIT.createTestProbe(ToConnection.class);
    actor.expectMessageClass(ConnectionOrder.SocketClosed.class);
    socket.opened(late.getRef());

    late.expectMessageClass(ConnectionOrder.SocketClosed.class);
  }

  private double count(String name, String reason) {
    return registry.get(name).tag("reason", reason).counter().count();
  }

  private void awaitEnd() throws Exception {
    ended.toCompletableFuture().get(5, TimeUnit.SECONDS);
  }

  private byte[] received() throws Exception {
    return server.pull().toCompletableFuture().get(5, TimeUnit.SECONDS).orElseThrow().toArray();
  }

  private void send(byte[] frame) {
    client.offer(ByteString.fromArray(frame));
  }

  /** What follows a text frame of at most 64 KiB that holds these words. */
  private static byte[] afterText(byte[] frames, String words) {
    assertThat(frames[0]).isEqualTo((byte) 0x81);
    int length = frames[1] < 126 ? frames[1] : (frames[2] & 255) << 8 | (frames[3] & 255);
    int end = length + (frames[1] < 126 ? 2 : 4);
    assertThat(text(Arrays.copyOf(frames, end))).contains(words);
    return Arrays.copyOfRange(frames, end, frames.length);
  }

  private static int closeCode(byte[] frame) {
    assertThat(frame[0]).isEqualTo((byte) 0x88);
    return (frame[2] & 255) << 8 | (frame[3] & 255);
  }

  private static String text(byte[] frame) {
    return new String(frame, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] masked(int opcode, String payload) {
    byte[] data = bytes(payload);
    return concat(
        new byte[] {(byte) (0x80 | opcode), (byte) (0x80 | data.length), 0, 0, 0, 0}, data);
  }

  private static byte[] concat(byte[] a, byte[] b) {
    byte[] all = java.util.Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, all, a.length, b.length);
    return all;
  }
}
