package io.heddle.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import io.heddle.config.ServerKind;
import io.heddle.config.Settings;
import io.heddle.config.load.SettingsLoader;
import io.heddle.http.loop.EventLoops;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.http.impl.engine.server.UpgradeToOtherProtocolResponseHeader;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.Connection;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A route that is none of ours takes a connection away from HTTP, under either server. */
class OtherUpgradesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int PIECE = 64 * 1024;

  /** More than the buffers of two sockets hold. */
  private static final long MUCH = 64L << 20;

  private static final ActorSystem<Void> SYSTEM =
      ActorSystem.create(
          Behaviors.empty(),
          "other-upgrades",
          ConfigFactory.parseString("pekko.loglevel = ERROR, pekko.stdout-loglevel = ERROR")
              .withFallback(ConfigFactory.load()));
  private static final EventLoops LOOPS = new EventLoops(1);

  private Optional<BoundServer> server = Optional.empty();

  @AfterAll
  static void stop() {
    SYSTEM.terminate();
    LOOPS.stop();
  }

  @AfterEach
  void unbind() {
    server.ifPresent(it -> it.unbind().toCompletableFuture().join());
  }

  /** A connection that has been upgraded to a flow of bytes. */
  private Socket upgraded(ServerKind kind, Flow<ByteString, ByteString, NotUsed> flow)
      throws IOException {
    Socket client = new Socket(InetAddress.getLoopbackAddress(), serve(kind, flow));
    client.setSoTimeout((int) PATIENCE.toMillis());
    ask(client, "");
    assertThat(head(client)).startsWith("HTTP/1.1 101 ").contains("Upgrade: other");
    return client;
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // as in UpgradeResponse
  private int serve(ServerKind kind, Flow<ByteString, ByteString, NotUsed> flow) {
    HttpHeader handler =
        new UpgradeToOtherProtocolResponseHeader(
            (org.apache.pekko.stream.scaladsl.Flow) flow.asScala());
    HttpResponse response =
        HttpResponse.create()
            .withStatus(StatusCodes.SWITCHING_PROTOCOLS)
            .addHeader(RawHeader.create("Upgrade", "other"))
            .addHeader(Connection.create("Upgrade"))
            .addHeader(handler);
    var route = Directives.complete(response);
    BoundServer bound =
        switch (kind) {
          case DIRECT ->
              ConnectionServer.bind(
                      SYSTEM, LOOPS, settings().webSocket(), route, new SimpleMeterRegistry())
                  .toCompletableFuture()
                  .join();
          case PEKKO ->
              new BoundServer.OfPekko(
                  Http.get(SYSTEM)
                      .newServerAt("127.0.0.1", 0)
                      .bind(route)
                      .toCompletableFuture()
                      .join());
        };
    server = Optional.of(bound);
    return bound.address().getPort();
  }

  private static Settings settings() {
    return SettingsLoader.parse("heddle.websocket { host = \"127.0.0.1\", port = 0 }");
  }

  /**
   * It says {@code websocket}, since our server looks for nothing else before it asks the route.
   */
  private static void ask(Socket client, String behind) throws IOException {
    write(
        client,
        "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
            + behind);
  }

  private static void write(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String head(Socket client) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) new DataInputStream(client.getInputStream()).readUnsignedByte());
    }
    return head.toString();
  }

  private static String read(Socket client, int length) throws IOException {
    return new String(client.getInputStream().readNBytes(length), StandardCharsets.ISO_8859_1);
  }

  private static Flow<ByteString, ByteString, NotUsed> echo() {
    return Flow.of(ByteString.class);
  }

  @ParameterizedTest
  @EnumSource(ServerKind.class)
  void itsBytesGoThroughItsFlow(ServerKind kind) throws IOException {
    try (Socket client = upgraded(kind, echo())) {
      for (String text : new String[] {"one", "two", "three"}) {
        write(client, text);
        assertThat(read(client, text.length())).isEqualTo(text);
      }
    }
  }

  @Test
  void bytesInThePacketOfTheHeadAreItsFirst() throws IOException {
    try (Socket client =
        new Socket(InetAddress.getLoopbackAddress(), serve(ServerKind.DIRECT, echo()))) {
      ask(client, "early");
      head(client);
      write(client, "+late");
      assertThat(read(client, 10)).isEqualTo("early+late");
    }
  }

  /** The answer comes behind the client's end, so that our side has to be open for it. */
  @ParameterizedTest
  @EnumSource(ServerKind.class)
  void whoEndsItsSideStillHearsTheAnswer(ServerKind kind) throws IOException {
    var turned =
        Flow.of(ByteString.class)
            .fold(ByteString.emptyByteString(), ByteString::concat)
            .map(all -> ByteString.fromString("heard " + all.utf8String()));
    try (Socket client = upgraded(kind, turned)) {
      write(client, "this");
      client.shutdownOutput();
      assertThat(read(client, 100)).isEqualTo("heard this");
    }
  }

  @Test
  void anEndInThePacketOfTheHeadIsHeardToo() throws IOException {
    var counted = Flow.of(ByteString.class).fold(0, (n, b) -> n + b.length());
    try (Socket client =
        new Socket(
            InetAddress.getLoopbackAddress(),
            serve(
                ServerKind.DIRECT, counted.map(n -> ByteString.fromString(Integer.toString(n)))))) {
      ask(client, "12345");
      client.shutdownOutput();
      head(client);
      assertThat(read(client, 100)).isEqualTo("5");
    }
  }

  @ParameterizedTest
  @EnumSource(ServerKind.class)
  void aFlowThatEndsIsReadToItsEnd(ServerKind kind) throws IOException {
    var farewell =
        Flow.fromSinkAndSource(
            Sink.<ByteString>ignore(), Source.single(ByteString.fromString("bye")));
    try (Socket client = upgraded(kind, farewell)) {
      assertThat(read(client, 100)).isEqualTo("bye");
    }
  }

  @Test
  void aFlowThatWantsNothingMayStillSpeak() throws IOException {
    CompletableFuture<ByteString> word = new CompletableFuture<>();
    var speaking =
        Flow.fromSinkAndSource(Sink.<ByteString>cancelled(), Source.completionStage(word));
    try (Socket client = upgraded(ServerKind.DIRECT, speaking)) {
      byte[] unwanted = new byte[PIECE];
      for (int i = 0; i < 200; i++) {
        client.getOutputStream().write(unwanted);
      }
      word.complete(ByteString.fromString("word"));
      assertThat(read(client, 100)).isEqualTo("word");
    }
  }

  @Test
  void aFlowThatFailsResetsTheConnection() throws IOException {
    CompletableFuture<ByteString> fault = new CompletableFuture<>();
    var failing = Flow.fromSinkAndSource(Sink.<ByteString>ignore(), Source.completionStage(fault));
    try (Socket client = upgraded(ServerKind.DIRECT, failing)) {
      fault.completeExceptionally(new IllegalStateException("no more"));
      assertThat(outcome(client)).isEqualTo("reset");
    }
  }

  private static String outcome(Socket client) throws IOException {
    try {
      return client.getInputStream().read() < 0 ? "end" : "byte";
    } catch (SocketException _) {
      return "reset";
    }
  }

  @ParameterizedTest
  @EnumSource(ServerKind.class)
  void aPeerThatResetsEndsTheFlow(ServerKind kind) throws Exception {
    CompletableFuture<Done> ended = new CompletableFuture<>();
    var silent =
        Flow.fromSinkAndSource(
            Sink.<ByteString>ignore(),
            Source.<ByteString>maybe()
                .watchTermination(
                    (_, done) -> {
                      done.whenComplete((_, _) -> ended.complete(Done.getInstance()));
                      return NotUsed.getInstance();
                    }));
    try (Socket client = upgraded(kind, silent)) {
      client.setSoLinger(true, 0);
    }
    ended.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** What the flow does not take stays with the client, beyond what sockets hold. */
  @ParameterizedTest
  @EnumSource(ServerKind.class)
  void whoSaysMoreThanIsTakenHasToWaitAndNothingIsLost(ServerKind kind) throws Exception {
    CompletableFuture<ByteString> go = new CompletableFuture<>();
    AtomicLong taken = new AtomicLong();
    Sink<ByteString, NotUsed> slow =
        Flow.of(ByteString.class)
            .mapAsync(1, bytes -> go.thenApply(_ -> bytes))
            .to(Sink.foreach(bytes -> taken.addAndGet(bytes.length())));
    try (Socket client = upgraded(kind, Flow.fromSinkAndSource(slow, Source.maybe()))) {
      AtomicLong said = new AtomicLong();
      Thread.ofVirtual().start(() -> say(client, said));
      await().atMost(PATIENCE).until(() -> said.get() > 0);
      awaitRest(said);
      assertThat(said.get()).isLessThan(MUCH / 2);
      assertThat(taken.get()).isZero();

      go.complete(ByteString.emptyByteString());
      await().atMost(PATIENCE).until(() -> taken.get() == MUCH);
    }
  }

  /** Until a number has been the same for a while. */
  private static void awaitRest(AtomicLong number) {
    AtomicLong last = new AtomicLong();
    await()
        .atMost(PATIENCE)
        .during(Duration.ofMillis(500))
        .until(() -> last.getAndSet(number.get()) == number.get());
  }

  private static void say(Socket client, AtomicLong said) {
    try {
      OutputStream out = client.getOutputStream();
      while (said.get() < MUCH) {
        out.write(new byte[PIECE]);
        said.addAndGet(PIECE);
      }
    } catch (IOException _) {
      said.set(-1);
    }
  }

  @ParameterizedTest
  @EnumSource(ServerKind.class)
  void aFlowIsAskedForNoMoreThanIsReadAndAllComesInOrder(ServerKind kind) throws Exception {
    AtomicLong made = new AtomicLong();
    Source<ByteString, NotUsed> endless =
        Source.range(0, (int) (MUCH / PIECE) - 1)
            .map(
                number -> {
                  made.incrementAndGet();
                  byte[] piece = new byte[PIECE];
                  ByteBuffer.wrap(piece).putInt(number);
                  return ByteString.fromArrayUnsafe(piece);
                })
            .mapMaterializedValue(_ -> NotUsed.getInstance());
    Flow<ByteString, ByteString, NotUsed> flow =
        Flow.fromSinkAndSourceMat(Sink.<ByteString>ignore(), endless, Keep.right());
    try (Socket client = upgraded(kind, flow)) {
      awaitRest(made);
      assertThat(made.get()).isPositive().isLessThan(MUCH / PIECE / 2);

      DataInputStream in = new DataInputStream(client.getInputStream());
      for (int i = 0; i < MUCH / PIECE; i++) {
        assertThat(in.readInt()).isEqualTo(i);
        in.skipNBytes(PIECE - Integer.BYTES);
      }
    }
  }
}
