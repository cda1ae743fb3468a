package io.heddle.http.websocket;

import static io.heddle.http.websocket.ClientBytes.client;
import static io.heddle.http.websocket.ClientBytes.hex;
import static io.heddle.http.websocket.ClientBytes.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

class CompressedMessagesTest {
  private static final int COMPRESSED_TEXT = 0xC1;
  private static final int COMPRESSED_BINARY = 0xC2;

  @Test
  void theExamplesOfTheRfcAreRead() {
    assertThat(decoded(client().frame(COMPRESSED_TEXT, hex("f248cdc9c90700"))))
        .containsExactly("text Hello");
    assertThat(
            decoded(
                client()
                    .frame(0x41, hex("f248cd"))
                    .last(Opcode.PING, hex("01"))
                    .last(Opcode.CONTINUATION, hex("c9c90700"))))
        .as("in fragments, section 7.2.3.1")
        .containsExactly("ping 01", "text Hello");
    assertThat(decoded(client().frame(COMPRESSED_TEXT, hex("000500faff48656c6c6f00"))))
        .as("not compressed within, section 7.2.3.3")
        .containsExactly("text Hello");
    assertThat(decoded(client().frame(COMPRESSED_TEXT, hex("f348cdc9c9070000"))))
        .as("a block that says it is the last, section 7.2.3.4")
        .containsExactly("text Hello");
    assertThat(decoded(client().frame(COMPRESSED_TEXT, hex("f248050000 00ffff cac9c90700"))))
        .as("two blocks, section 7.2.3.5")
        .containsExactly("text Hello");
  }

  @Test
  void compressedAndPlainMessagesMayTakeTurns() {
    assertThat(
            decoded(
                client()
                    .text("one")
                    .frame(COMPRESSED_TEXT, deflated("two"))
                    .text("three")
                    .frame(COMPRESSED_BINARY, deflated("four"))
                    .frame(COMPRESSED_TEXT, hex("00"))))
        .containsExactly("text one", "text two", "text three", "binary 666f7572", "text ");
  }

  @Test
  void aMessageThatGrowsOverTheLimitIsRefused() {
    byte[] bomb = deflated("x".repeat(1001));
    assertThat(bomb.length).isLessThan(100);
    assertThat(decoded(client().frame(COMPRESSED_TEXT, deflated("x".repeat(1000))))).hasSize(1);
    assertThat(decoded(client().frame(COMPRESSED_TEXT, bomb).text("ignored")))
        .containsExactly("1009 message exceeds 1000 bytes");
  }

  @Test
  void whatIsNoCompressedDataOrNoUtf8IsRefused() {
    assertThat(decoded(client().frame(COMPRESSED_TEXT, hex("ffffffff")).text("ignored")))
        .containsExactly("1007 compressed message cannot be read");
    assertThat(decoded(client().frame(COMPRESSED_TEXT, deflated(hex("61ff")))))
        .containsExactly("1007 text is not UTF-8");
  }

  @Test
  void onlyTheFirstFrameOfAMessageSaysThatItIsCompressed() {
    List<String> refused = List.of("1002 reserved bits must be zero");
    assertThat(decoded(client().frame(0xC9, hex("01")))).isEqualTo(refused);
    assertThat(decoded(client().frame(0x41, hex("f248cd")).frame(0xC0, hex("c9c90700"))))
        .isEqualTo(refused);
    assertThat(decoded(client().frame(0xE1, utf8("a")))).isEqualTo(refused);
  }

  @Test
  void whatTheServerCompressesIsReadAsItWas() {
    byte[] shortOne = Frames.text(utf8("short"));
    byte[] longOne = Frames.text(utf8("long ".repeat(100)));
    byte[] ping = Frames.ping(hex("0102"));
    byte[] frames = joined(shortOne, longOne, ping);
    byte[] deflated = new MessageDeflater(6, 64).deflate(frames);

    assertThat(deflated.length).isLessThan(shortOne.length + ping.length + 40);
    assertThat(Arrays.copyOf(deflated, shortOne.length)).isEqualTo(shortOne);
    assertThat(deflated[shortOne.length]).isEqualTo((byte) COMPRESSED_TEXT);
    int from = shortOne.length + 2;
    int to = deflated.length - ping.length;
    assertThat(decoded(client().frame(COMPRESSED_TEXT, Arrays.copyOfRange(deflated, from, to))))
        .containsExactly("text " + "long ".repeat(100));
    assertThat(Arrays.copyOfRange(deflated, to, deflated.length)).isEqualTo(ping);
  }

  @Test
  void whatDoesNotBecomeShorterStaysAsItIs() {
    byte[] frames = joined(Frames.text(utf8("abc")), Frames.text(utf8("")));

    assertThat(new MessageDeflater(9, 0).deflate(frames)).isSameAs(frames);
  }

  private static List<String> decoded(ClientBytes sent) {
    byte[] bytes = sent.bytes();
    Recorder recorder = new Recorder();
    new FrameDecoder(Feeding.MAX_MESSAGE, 16, true).decode(bytes, 0, bytes.length, recorder);
    return recorder.lines();
  }

  private static byte[] deflated(String text) {
    return deflated(utf8(text));
  }

  private static byte[] deflated(byte[] message) {
    Deflater deflater = new Deflater(6, true);
    deflater.setInput(message);
    byte[] bytes = new byte[2048];
    int length = deflater.deflate(bytes, 0, bytes.length, Deflater.SYNC_FLUSH) - 4;
    deflater.end();
    return Arrays.copyOf(bytes, length);
  }

  private static byte[] joined(byte[]... frames) {
    int length = Arrays.stream(frames).mapToInt(frame -> frame.length).sum();
    byte[] all = new byte[length];
    int at = 0;
    for (byte[] frame : frames) {
      System.arraycopy(frame, 0, all, at, frame.length);
      at += frame.length;
    }
    return all;
  }
}
