package io.heddle.http.websocket;

import static io.heddle.http.websocket.ClientBytes.hex;
import static io.heddle.http.websocket.ClientBytes.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FramesTest {
  @Test
  void theRfcsExamplesAreEncoded() {
    assertThat(Frames.text(utf8("Hello"))).isEqualTo(hex("8105 48656c6c6f"));
    assertThat(Frames.ping(utf8("Hello"))).isEqualTo(hex("8905 48656c6c6f"));
  }

  @ParameterizedTest
  @CsvSource({
    "0,       8200",
    "125,     827d",
    "126,     827e007e",
    "256,     827e0100",
    "65535,   827effff",
    "65536,   827f0000000000010000",
    "2000000, 827f00000000001e8480",
  })
  void aLengthIsEncodedMinimally(int length, String header) {
    byte[] payload = new byte[length];
    Arrays.fill(payload, (byte) 7);

    byte[] frame = Frames.frame(Opcode.BINARY, payload, 0, length);

    assertThat(frame).hasSize(hex(header).length + length).startsWith(hex(header));
    assertThat(frame).endsWith(Arrays.copyOf(payload, Math.min(length, 100)));
    assertThat(Frames.headerSize(length)).isEqualTo(hex(header).length);
  }

  @Test
  void aWriterMayLeaveRoomForTheLongestHeader() {
    byte[] frame = new byte[Frames.MAX_HEADER + 2];
    frame[Frames.MAX_HEADER] = 'o';
    frame[Frames.MAX_HEADER + 1] = 'k';
    int start = Frames.MAX_HEADER - Frames.headerSize(2);

    int payloadAt = Frames.writeHeader(frame, start, Opcode.TEXT, 2);

    assertThat(payloadAt).isEqualTo(Frames.MAX_HEADER);
    assertThat(Arrays.copyOfRange(frame, start, frame.length)).isEqualTo(Frames.text(utf8("ok")));
  }

  @Test
  void aPongCarriesTheRangeThatItIsGiven() {
    assertThat(Frames.pong(utf8("abcd"), 1, 3)).isEqualTo(hex("8a02 6263"));
  }

  @Test
  void aControlFrameOfMoreThan125BytesIsRefused() {
    assertThat(Frames.ping(new byte[125])).hasSize(127);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Frames.ping(new byte[126]))
        .withMessage("PING of 126 bytes: control frames carry at most 125");
  }

  @Test
  void aCloseCarriesCodeAndReason() {
    assertThat(Frames.close(1000, "")).isEqualTo(hex("8802 03e8"));
    assertThat(Frames.close(4408, "slow")).isEqualTo(hex("8806 1138 736c6f77"));
    assertThat(Frames.close()).isEqualTo(hex("8800"));
  }

  @ParameterizedTest
  @CsvSource({
    "122, é, 122",
    "121, é, 123",
    "121, 水, 121",
    "120, 水, 123",
    "120, 🍌, 120",
    "119, 🍌, 123"
  })
  void aReasonIsCutBetweenTwoCharacters(int before, String character, int kept) {
    byte[] frame = Frames.close(1011, "x".repeat(before) + character + "more");

    assertThat(frame).hasSize(4 + kept);
    assertThat(frame[1]).isEqualTo((byte) (2 + kept));
    assertThat(Utf8.valid(frame, 4, frame.length)).isTrue();
  }

  @Test
  void aReasonOf123BytesIsNotCut() {
    assertThat(Frames.close(1000, "x".repeat(123))).hasSize(127);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 999, 1005, 1006, 1015, 5000, 66_536})
  void aCodeThatMayNotBeOnTheWireIsRefused(int code) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Frames.close(code, ""))
        .withMessage("close code " + code + " may not be sent");
  }
}
