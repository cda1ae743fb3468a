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
  private static final int MAX_MESSAGE = 1000;
  private static final byte[] NONE = {};

  @ParameterizedTest(name = "{0}")
  @MethodSource("table")
  void theOutcomeIsTheSameHoweverTheBytesAreCutUp(
      String name, ClientBytes sent, List<String> expected) {
    byte[] bytes = sent.bytes();

    assertThat(decoded(bytes, bytes.length)).as("%s, whole", name).isEqualTo(expected);
    assertThat(decoded(bytes, 1)).as("%s, byte by byte", name).isEqualTo(expected);
    for (int cut = 1; cut < bytes.length; cut++) {
      assertThat(decodedInTwo(bytes, cut)).as("%s, cut at %d", name, cut).isEqualTo(expected);
    }
  }

  static Stream<Arguments> table() {
    return Stream.of(
            taken(
                "RFC 6455 5.7, masked text",
                client().raw("8185 37fa213d 7f9f4d5158"),
                "text Hello"),
            taken(
                "RFC 6455 5.7, masked pong",
                client().raw("8a85 37fa213d 7f9f4d5158"),
                "pong 48656c6c6f"),
            taken("empty text", client().text(""), "text "),
            taken("two texts in a row", client().text("a").text("b"), "text a", "text b"),
            taken("text beyond ASCII", client().text("zß水🍌"), "text zß水🍌"),
            taken("126 bytes", client().text("x".repeat(126)), "text " + "x".repeat(126)),
            taken(
                "as long as allowed", client().text("x".repeat(1000)), "text " + "x".repeat(1000)),
            taken("binary", client().last(BINARY, hex("00ff80")), "binary 00ff80"),
            taken("binary needs no UTF-8", client().last(BINARY, hex("c0")), "binary c0"),
            taken("empty ping", client().last(PING, NONE), "ping "),
            taken(
                "ping of 125 bytes",
                client().last(PING, new byte[125]),
                "ping " + "00".repeat(125)),
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
                client()
                    .first(TEXT, NONE)
                    .first(CONTINUATION, NONE)
                    .last(CONTINUATION, NONE)
                    .text("x"),
                "text ",
                "text x"),
            taken(
                "empty fragments around a full one",
                client()
                    .first(BINARY, NONE)
                    .first(CONTINUATION, hex("01"))
                    .last(CONTINUATION, NONE),
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
                "1002 reserved bits must be zero"),
            broken("RSV1", client().raw("c180"), "1002 reserved bits must be zero"),
            broken("RSV2", client().raw("a180"), "1002 reserved bits must be zero"),
            broken("RSV3", client().raw("9180"), "1002 reserved bits must be zero"),
            broken("not masked", client().raw("8101 61"), "1002 client frames must be masked"),
            broken(
                "fragmented ping",
                client().first(PING, hex("01")),
                "1002 control frames must not be fragmented"),
            broken(
                "fragmented close",
                client().first(CLOSE, NONE),
                "1002 control frames must not be fragmented"),
            broken(
                "ping of 126 bytes",
                client().last(PING, new byte[126]),
                "1002 control frames carry at most 125 bytes"),
            broken(
                "ping of 64-bit length",
                client().raw("89ff"),
                "1002 control frames carry at most 125 bytes"),
            broken(
                "continuation of nothing",
                client().last(CONTINUATION, utf8("a")),
                "1002 continuation without a message"),
            broken(
                "continuation after the last one",
                client().text("a").first(CONTINUATION, utf8("b")),
                "text a",
                "1002 continuation without a message"),
            broken(
                "text within a message",
                client().first(TEXT, utf8("a")).text("b"),
                "1002 new message within a fragmented one"),
            broken(
                "binary within an empty beginning",
                client().first(TEXT, NONE).last(BINARY, NONE),
                "1002 new message within a fragmented one"),
            broken(
                "16 bits for 125",
                client().raw("81fe 007d 00000000"),
                "1002 payload length must be encoded minimally"),
            broken(
                "64 bits for 65535",
                client().raw("81ff 000000000000ffff"),
                "1002 payload length must be encoded minimally"),
            broken(
                "negative length",
                client().raw("81ff 80"),
                "1002 top bit of the payload length must be zero"),
            broken(
                "one byte over the limit",
                client().header(0x81, 1001),
                "1009 message exceeds 1000 bytes"),
            broken(
                "huge", client().header(0x82, Long.MAX_VALUE), "1009 message exceeds 1000 bytes"),
            broken(
                "too large in sum",
                client().first(TEXT, utf8("x".repeat(900))).header(0x00, 101),
                "1009 message exceeds 1000 bytes"),
            broken(
                "close of one byte",
                client().last(CLOSE, hex("03")),
                "1002 close payload of one byte"),
            broken(
                "close reason not UTF-8",
                client().last(CLOSE, hex("03e8 c0")),
                "1007 close reason is not UTF-8"),
            broken(
                "close reason cut inside a character",
                client().last(CLOSE, hex("03e8 c3")),
                "1007 close reason is not UTF-8"),
            broken("text not UTF-8", client().last(TEXT, hex("61ff62")), "1007 text is not UTF-8"),
            broken(
                "text cut inside a character",
                client().last(TEXT, hex("61c3")),
                "1007 text is not UTF-8"),
            broken(
                "fragments cut inside a character for good",
                client().first(TEXT, hex("c3")).last(CONTINUATION, NONE),
                "1007 text is not UTF-8"))
        .flatMap(row -> row);
  }

  @ParameterizedTest
  @ValueSource(ints = {0x3, 0x4, 0x5, 0x6, 0x7, 0xB, 0xC, 0xD, 0xE, 0xF})
  void anUnknownOpcodeIsAProtocolError(int opcode) {
    byte[] bytes = client().frame(0x80 | opcode, NONE).bytes();

    assertThat(decoded(bytes, bytes.length)).containsExactly("1002 unknown opcode");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 1016, 2000, 2999, 5000, 65535})
  void aCloseCodeThatMayNotBeOnTheWireIsAProtocolError(int code) {
    byte[] bytes = client().close(code, "").bytes();

    assertThat(decoded(bytes, bytes.length)).containsExactly("1002 close code not allowed");
  }

  @ParameterizedTest
  @ValueSource(
      ints = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 4999})
  void aCloseCodeThatMayBeOnTheWireIsTaken(int code) {
    byte[] bytes = client().close(code, "").bytes();

    assertThat(decoded(bytes, bytes.length)).containsExactly("close " + code + " ");
  }

  @Test
  void invalidUtf8IsSeenBeforeTheMessageIsComplete() {
    byte[] bytes = client().header(0x81, 900).masked(hex("61ff")).bytes();

    assertThat(decoded(bytes, bytes.length)).containsExactly("1007 text is not UTF-8");
  }

  @Test
  void theSinkMayStopTheDecoder() {
    byte[] bytes = client().text("a").text("b").bytes();
    var decoder = new FrameDecoder(MAX_MESSAGE, 16);
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

    new FrameDecoder(MAX_MESSAGE, 16).decode(chunk, 10, 10 + frame.length, recorder);

    assertThat(recorder.lines()).containsExactly("text inside");
    assertThat(chunk).startsWith(new byte[10]).endsWith(new byte[10]);
  }

  private static Stream<Arguments> taken(String name, ClientBytes sent, String... expected) {
    return Stream.of(arguments(name, sent, List.of(expected)));
  }

  /** What comes after the fault must not matter. */
  private static Stream<Arguments> broken(String name, ClientBytes sent, String... expected) {
    return taken(name, sent.text("ignored").last(PING, NONE), expected);
  }

  private static List<String> decoded(byte[] bytes, int chunkSize) {
    var decoder = new FrameDecoder(MAX_MESSAGE, 16);
    var recorder = new Recorder();
    byte[] mine = bytes.clone();
    for (int at = 0; at < mine.length; at += chunkSize) {
      decoder.decode(mine, at, Math.min(mine.length, at + chunkSize), recorder);
    }
    return recorder.lines();
  }

  private static List<String> decodedInTwo(byte[] bytes, int cut) {
    var decoder = new FrameDecoder(MAX_MESSAGE, 16);
    var recorder = new Recorder();
    byte[] mine = bytes.clone();
    decoder.decode(mine, 0, cut, recorder);
    decoder.decode(mine, cut, mine.length, recorder);
    return recorder.lines();
  }
}
