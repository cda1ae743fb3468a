package io.heddle.http.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.http.websocket.Handshake.Accepted;
import io.heddle.http.websocket.Handshake.Refused;
import io.heddle.http.websocket.Handshake.Request;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeTest {
  private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
  private static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";
  private static final List<String> UPGRADE = List.of("Upgrade");
  private static final List<String> WEBSOCKET = List.of("websocket");
  private static final List<String> THIRTEEN = List.of("13");

  @Test
  void theRfcsExampleIsAccepted() {
    assertThat(Handshake.answer(offering("chat, superchat")))
        .isEqualTo(new Accepted(ACCEPT, List.of("chat", "superchat"), false));
  }

  @Test
  void aRequestWithoutSubprotocolsIsAccepted() {
    assertThat(Handshake.answer(offering())).isEqualTo(new Accepted(ACCEPT, List.of(), false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "keep-alive, Upgrade | websocket",
        "UPGRADE | WebSocket",
        "upgrade,keep-alive | h2c, websocket"
      })
  void namesInConnectionAndUpgradeAreFoundInAnyCaseAndPlace(String connection, String upgrade) {
    var request = request("GET", "HTTP/1.1", List.of(connection), List.of(upgrade), THIRTEEN, KEY);

    assertThat(Handshake.answer(request)).isInstanceOf(Accepted.class);
  }

  @Test
  void headersMayBeSplitOverLines() {
    var request =
        new Request(
            "GET",
            "HTTP/1.1",
            List.of("keep-alive", "Upgrade"),
            List.of("h2c", "websocket"),
            THIRTEEN,
            List.of(" " + KEY + " "),
            List.of("a, ,b", "c"),
            List.of());

    assertThat(Handshake.answer(request))
        .isEqualTo(new Accepted(ACCEPT, List.of("a", "b", "c"), false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "HEAD", "CONNECT", "get"})
  void anotherMethodThanGetIsRefused(String method) {
    assertThat(Handshake.answer(request(method, "HTTP/1.1", UPGRADE, WEBSOCKET, THIRTEEN, KEY)))
        .isEqualTo(new Refused(405, "a WebSocket is opened with GET"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.0", "HTTP/0.9", "HTTP/2.0"})
  void anotherHttpVersionIsRefused(String version) {
    assertThat(Handshake.answer(request("GET", version, UPGRADE, WEBSOCKET, THIRTEEN, KEY)))
        .isEqualTo(new Refused(400, "a WebSocket is opened with HTTP/1.1"));
  }

  @Test
  void aRequestThatIsNoUpgradeIsRefused() {
    var expected = new Refused(426, "Upgrade must be websocket");

    assertThat(Handshake.answer(request("GET", "HTTP/1.1", UPGRADE, List.of(), THIRTEEN, KEY)))
        .isEqualTo(expected);
    assertThat(
            Handshake.answer(
                request("GET", "HTTP/1.1", UPGRADE, List.of("websockets"), THIRTEEN, KEY)))
        .isEqualTo(expected);
  }

  @Test
  void aConnectionHeaderThatAProxyAteIsNamed() {
    assertThat(
            Handshake.answer(
                request("GET", "HTTP/1.1", List.of("close"), WEBSOCKET, THIRTEEN, KEY)))
        .isEqualTo(new Refused(400, "Connection must contain Upgrade"));
  }

  @Test
  void anotherWebSocketVersionIsRefused() {
    var expected = new Refused(426, "Sec-WebSocket-Version must be 13");

    for (List<String> version :
        List.of(List.<String>of(), List.of("8"), List.of("13, 8"), List.of("13", "13"))) {
      assertThat(Handshake.answer(request("GET", "HTTP/1.1", UPGRADE, WEBSOCKET, version, KEY)))
          .as("%s", version)
          .isEqualTo(expected);
    }
  }

  @Test
  void aKeyThatIsMissingOrThereTwiceIsRefused() {
    var expected = new Refused(400, "Sec-WebSocket-Key must be there once");

    assertThat(Handshake.answer(request("GET", "HTTP/1.1", UPGRADE, WEBSOCKET, THIRTEEN)))
        .isEqualTo(expected);
    assertThat(Handshake.answer(request("GET", "HTTP/1.1", UPGRADE, WEBSOCKET, THIRTEEN, KEY, KEY)))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "dGhlIHNhbXBsZSBub25jZQ",
        "dGhlIHNhbXBsZSBub25jZQ= ",
        "dGhlIHNhbXBsZSBub25jZWU=",
        "dGhlIHNhbXBsZSBub25j====",
        "dGhlIHNhbXBsZSBub2_jZQ==",
        "dGhlIHNhbXBsZSBub25jZSEhISEh"
      })
  void aKeyThatIsNot16BytesInBase64IsRefused(String key) {
    assertThat(Handshake.answer(request("GET", "HTTP/1.1", UPGRADE, WEBSOCKET, THIRTEEN, key)))
        .isEqualTo(new Refused(400, "Sec-WebSocket-Key must be 16 bytes in base64"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a, b@c", "a;q=1", "\"a\"", "ä", "a/b"})
  void aSubprotocolThatIsNoTokenIsRefused(String protocols) {
    assertThat(Handshake.answer(offering(protocols)))
        .isEqualTo(new Refused(400, "Sec-WebSocket-Protocol must be a list of tokens"));
  }

  @Test
  void anEmptyListOfSubprotocolsIsRefused() {
    assertThat(Handshake.answer(offering(" , ")))
        .isEqualTo(new Refused(400, "Sec-WebSocket-Protocol must not be empty"));
  }

  @Test
  void theSameSubprotocolTwiceIsRefused() {
    assertThat(Handshake.answer(offering("a, b", "a")))
        .isEqualTo(new Refused(400, "Sec-WebSocket-Protocol must not name a subprotocol twice"));
    assertThat(Handshake.answer(offering("a, A"))).isInstanceOf(Accepted.class);
  }

  @Test
  void moreThan64SubprotocolsAreRefused() {
    assertThat(Handshake.answer(offering(numbered(64)))).isInstanceOf(Accepted.class);
    assertThat(Handshake.answer(offering(numbered(65))))
        .isEqualTo(
            new Refused(400, "Sec-WebSocket-Protocol must not name more than 64 subprotocols"));
  }

  private static String numbered(int count) {
    return IntStream.range(0, count).mapToObj(i -> "p" + i).collect(Collectors.joining(","));
  }

  private static Request offering(String... protocols) {
    return new Request(
        "GET",
        "HTTP/1.1",
        UPGRADE,
        WEBSOCKET,
        THIRTEEN,
        List.of(KEY),
        List.of(protocols),
        List.of());
  }

  private static Request request(
      String method,
      String httpVersion,
      List<String> connection,
      List<String> upgrade,
      List<String> version,
      String... keys) {
    return new Request(
        method, httpVersion, connection, upgrade, version, List.of(keys), List.of(), List.of());
  }
}
