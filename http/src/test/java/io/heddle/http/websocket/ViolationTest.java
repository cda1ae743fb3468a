package io.heddle.http.websocket;

import static io.heddle.http.websocket.ClientBytes.client;
import static io.heddle.http.websocket.ClientBytes.hex;
import static io.heddle.http.websocket.ClientBytes.utf8;
import static io.heddle.http.websocket.Opcode.BINARY;
import static io.heddle.http.websocket.Opcode.CLOSE;
import static io.heddle.http.websocket.Opcode.CONTINUATION;
import static io.heddle.http.websocket.Opcode.PING;
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

class ViolationTest {
  private static final byte[] NONE = {};

  @ParameterizedTest(name = "{0}")
  @MethodSource("table")
  void aViolationIsToldOnceHoweverTheBytesAreCutUp(
      String name, ClientBytes sent, List<String> expected) {
    Feeding.assertOutcome(name, sent.bytes(), expected);
  }

  static Stream<Arguments> table() {
    return Stream.of(
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
        broken("huge", client().header(0x82, Long.MAX_VALUE), "1009 message exceeds 1000 bytes"),
        broken(
            "too large in sum",
            client().first(TEXT, utf8("x".repeat(900))).header(0x00, 101),
            "1009 message exceeds 1000 bytes"),
        broken(
            "close of one byte", client().last(CLOSE, hex("03")), "1002 close payload of one byte"),
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
            "1007 text is not UTF-8"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0x3, 0x4, 0x5, 0x6, 0x7, 0xB, 0xC, 0xD, 0xE, 0xF})
  void anUnknownOpcodeIsAProtocolError(int opcode) {
    byte[] bytes = client().frame(0x80 | opcode, NONE).bytes();

    assertThat(Feeding.decoded(bytes)).containsExactly("1002 unknown opcode");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 1016, 2000, 2999, 5000, 65535})
  void aCloseCodeThatMayNotBeOnTheWireIsAProtocolError(int code) {
    byte[] bytes = client().close(code, "").bytes();

    assertThat(Feeding.decoded(bytes)).containsExactly("1002 close code not allowed");
  }

  @Test
  void invalidUtf8IsSeenBeforeTheMessageIsComplete() {
    byte[] bytes = client().header(0x81, 900).masked(hex("61ff")).bytes();

    assertThat(Feeding.decoded(bytes)).containsExactly("1007 text is not UTF-8");
  }

  /** What comes after the fault must not matter. */
  private static Arguments broken(String name, ClientBytes sent, String... expected) {
    return arguments(name, sent.text("ignored").last(PING, NONE), List.of(expected));
  }
}
