package io.heddle.app.cli;

import static io.heddle.app.wire.TestNode.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.app.dev.EmbeddedRedis;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WiresTest {
  private static final int PATIENCE_MILLIS = 20_000;

  /** How long nothing must come; what would come does so at once. */
  private static final int SILENCE_MILLIS = 300;

  private final List<Integer> ports = List.of(EmbeddedRedis.freePort(), EmbeddedRedis.freePort());
  private final ServerSocket second;
  private final Wires wires;

  WiresTest() throws IOException {
    second = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    wires = Wires.open(ports, List.of(EmbeddedRedis.freePort(), second.getLocalPort()));
  }

  @BeforeEach
  void bePatient() throws IOException {
    second.setSoTimeout(PATIENCE_MILLIS);
  }

  @AfterEach
  void close() throws IOException {
    wires.close();
    second.close();
  }

  @Test
  void whatIsSaidArrivesAndSoDoesTheEnd() throws Exception {
    try (var from = dial();
        var to = accept()) {
      say(from, "ab");
      assertThat(heard(to)).isEqualTo("ab");
      say(to, "c");
      assertThat(heard(from)).isEqualTo("c");

      from.shutdownOutput();

      assertThat(heard(to)).isEmpty();
    }
  }

  @Test
  void nothingArrivesOverACutWireUntilItIsMended() throws Exception {
    try (var from = dial();
        var to = accept()) {
      wires.cut(1);
      say(from, "late");
      from.shutdownOutput();

      to.setSoTimeout(SILENCE_MILLIS);
      assertThatThrownBy(() -> heard(to)).isInstanceOf(SocketTimeoutException.class);
      wires.mend(1);
      to.setSoTimeout(PATIENCE_MILLIS);
      assertThat(heard(to)).isEqualTo("late");
      assertThat(heard(to)).isEmpty();
    }
  }

  @Test
  void oneThatIsCutOffIsNotReachedEither() throws Exception {
    wires.cut(2);

    try (var from = dial()) {
      say(from, "hello");
      second.setSoTimeout(SILENCE_MILLIS);
      assertThatThrownBy(second::accept).isInstanceOf(SocketTimeoutException.class);

      wires.mend(2);

      assertThat(ended(from)).isTrue();
    }
    bePatient();
    try (var from = dial();
        var to = accept()) {
      say(from, "again");
      assertThat(heard(to)).isEqualTo("again");
    }
  }

  @Test
  void whoDoesNotListenIsFoundOut() throws Exception {
    second.close();

    try (var from = dial()) {
      assertThat(ended(from)).isTrue();
    }
  }

  @Test
  void theEndOfTheWiresIsTheEndOfWhatTheyCarry() throws Exception {
    try (var from = dial();
        var to = accept()) {
      wires.cut(1);
      wires.close();

      assertThat(ended(from)).isTrue();
      assertThat(ended(to)).isTrue();
      eventually().until(() -> EmbeddedRedis.freePort(ports.getLast()) == ports.getLast());
    }
  }

  @Test
  void aNodesOwnFileIsIncluded() {
    assertThat(wires.settings(2, Optional.of(Path.of("/etc/a \"b\".conf"))))
        .startsWith("include required(file(\"/etc/a \\\"b\\\".conf\"))\n")
        .contains("port = " + second.getLocalPort(), "outbound-client-hostname = \"127.0.0.3\"");
  }

  /** Node 1 connects to node 2. */
  private Socket dial() throws IOException {
    var socket = new Socket();
    socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.2"), 0));
    socket.connect(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.getLast()), PATIENCE_MILLIS);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  private Socket accept() throws IOException {
    var socket = second.accept();
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** What comes next; empty where nothing will. */
  private static String heard(Socket socket) throws IOException {
    var buffer = new byte[64];
    int length = socket.getInputStream().read(buffer);
    return new String(buffer, 0, Math.max(0, length), StandardCharsets.US_ASCII);
  }

  private static boolean ended(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException fault) {
      throw fault;
    } catch (IOException _) {
      return true;
    }
  }
}
