package io.heddle.http.websocket;

import static io.heddle.http.websocket.ClientBytes.client;
import static io.heddle.http.websocket.ClientBytes.hex;
import static io.heddle.http.websocket.ClientBytes.utf8;
import static io.heddle.http.websocket.Opcode.BINARY;
import static io.heddle.http.websocket.Opcode.CLOSE;
import static io.heddle.http.websocket.Opcode.CONTINUATION;
import static io.heddle.http.websocket.Opcode.PING;
import static io.heddle.http.websocket.Opcode.PONG;
import static io.heddle.http.websocket.Opcode.TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameDecoderTest {
  private static final byte[] NONE = {};

  @ParameterizedTest(name = "{0}")
  @MethodSource("table")
  void theOutcomeIsTheSameHoweverTheBytesAreCutUp(
      String name, ClientBytes sent, List<String> expected) {
    Feeding.assertOutcome(name, sent.bytes(), expected);
  }

  static Stream<Arguments> table() {
    return Stream.of(
        taken("RFC 6455 5.7, masked text", client().raw("8185 37fa213d 7f9f4d5158"), "text Hello"),
        taken(
            "RFC 6455 5.7, masked pong",
            client().raw("8a85 37fa213d 7f9f4d5158"),
            "pong 48656c6c6f"),
        taken("empty text", client().text(""), "text "),
        taken("two texts in a row", client().text("a").text("b"), "text a", "text b"),
        taken("text beyond ASCII", client().text("zß水🍌"), "text zß水🍌"),
        taken("126 bytes", client().text("x".repeat(126)), "text " + "x".repeat(126)),
        taken("as long as allowed", client().text("x".repeat(1000)), "text " + "x".repeat(1000)),
        taken("binary", client().last(BINARY, hex("00ff80")), "binary 00ff80"),
        taken("binary needs no UTF-8", client().last(BINARY, hex("c0")), "binary c0"),
        taken("empty ping", client().last(PING, NONE), "ping "),
        taken("ping of 125 bytes", client().last(PING, new byte[125]), "ping " + "00".repeat(125)),
        taken(
            "fragments",
            client()
                .first(TEXT, utf8("ab"))
                .first(CONTINUATION, utf8("c"))
                .last(CONTINUATION, utf8("de")),
            "text abcde"),
        taken(
            "fragments cut inside a character",
            client().first(TEXT, hex("f09f")).last(CONTINUATION, hex("8d8c")),
            "text 🍌"),
        taken(
            "empty fragments",
            client().first(TEXT, NONE).first(CONTINUATION, NONE).last(CONTINUATION, NONE).text("x"),
            "text ",
            "text x"),
        taken(
            "empty fragments around a full one",
            client().first(BINARY, NONE).first(CONTINUATION, hex("01")).last(CONTINUATION, NONE),
            "binary 01"),
        taken(
            "control frames between fragments",
            client()
                .first(TEXT, utf8("a"))
                .last(PING, hex("01"))
                .last(PONG, NONE)
                .last(CONTINUATION, utf8("b"))
                .last(PING, hex("02")),
            "ping 01",
            "pong ",
            "text ab",
            "ping 02"),
        taken(
            "close within a fragmented message",
            client().first(TEXT, utf8("a")).close(1001, "gone"),
            "close 1001 gone"),
        taken("close without a code", client().last(CLOSE, NONE), "close 1005 "),
        taken("close with a reason", client().close(1000, "tschüß"), "close 1000 tschüß"),
        taken("nothing after a close", client().close(4000, "").text("x"), "close 4000 "),
        taken(
            "a text before",
            client().text("ok").raw("c180"),
            "text ok",
            "1002 reserved bits must be zero"));
  }

  @ParameterizedTest
  @ValueSource(
      ints = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 4999})
  void aCloseCodeThatMayBeOnTheWireIsTaken(int code) {
    byte[] bytes = client().close(code, "").bytes();

    assertThat(Feeding.decoded(bytes)).containsExactly("close " + code + " ");
  }

  @Test
  void theSinkMayStopTheDecoder() {
    byte[] bytes = client().text("a").text("b").bytes();
    var decoder = Feeding.decoder();
    var recorder = new Recorder();

    decoder.decode(bytes, 0, 9, recorder);
    decoder.stop();
    decoder.decode(bytes, 9, bytes.length, recorder);

    assertThat(recorder.lines()).containsExactly("text a");
    assertThat(decoder.stopped()).isTrue();
    assertThat(decoder.heldBytes()).isZero();
  }

  @Test
  void bytesOutsideTheRangeAreNeitherReadNorWritten() {
    byte[] frame = client().text("inside").bytes();
    byte[] chunk = new byte[frame.length + 20];
    System.arraycopy(frame, 0, chunk, 10, frame.length);
    var recorder = new Recorder();

    Feeding.decoder().decode(chunk, 10, 10 + frame.length, recorder);

    assertThat(recorder.lines()).containsExactly("text inside");
    assertThat(chunk).startsWith(new byte[10]).endsWith(new byte[10]);
  }

  private static Arguments taken(String name, ClientBytes sent, String... expected) {
    return arguments(name, sent, List.of(expected));
  }
}
