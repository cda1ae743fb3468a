package io.heddle.http.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameDecoderRoundTripTest {
  private static final int[] LENGTHS = {0, 1, 7, 125, 126, 127, 1000, 65_535, 65_536, 200_000};
  private static final int[] CODE_POINTS = {
    'a', 0x7F, 0x80, 0x7FF, 0x800, 0xFFFF, 0x10000, 0x10FFFF
  };

  private final ClientBytes sent = ClientBytes.client();
  private final List<String> expected = new ArrayList<>();

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void messagesArriveAsTheyWereSentInAnyFragmentsAndChunks(long seed) {
    var random = new Random(seed);
    for (int i = 0; i < 50; i++) {
      sendMessage(random);
    }

    var recorder = new Recorder();
    var decoder = new FrameDecoder(1_000_000, 1 + random.nextInt(8192), false);
    byte[] bytes = sent.bytes();
    int largest = random.nextBoolean() ? 100 : 100_000;
    for (int at = 0; at < bytes.length; ) {
      int to = Math.min(bytes.length, at + random.nextInt(largest));
      byte[] chunk = Arrays.copyOfRange(bytes, at, to);
      decoder.decode(chunk, 0, chunk.length, recorder);
      at = to;
    }

    assertThat(recorder.lines()).isEqualTo(expected);
    assertThat(decoder.heldBytes()).isZero();
  }

  private void sendMessage(Random random) {
    int length = LENGTHS[random.nextInt(LENGTHS.length)];
    boolean isText = random.nextBoolean();
    String text = isText ? randomText(random, length) : "";
    byte[] payload = isText ? ClientBytes.utf8(text) : randomBytes(random, length);

    Opcode opcode = isText ? Opcode.TEXT : Opcode.BINARY;
    int at = 0;
    while (random.nextInt(3) == 0) {
      int to = at + random.nextInt(payload.length - at + 1);
      sent.maskedWith(random.nextInt()).first(opcode, Arrays.copyOfRange(payload, at, to));
      opcode = Opcode.CONTINUATION;
      at = to;
      if (random.nextBoolean()) {
        sendControl(random);
      }
    }
    sent.maskedWith(random.nextInt()).last(opcode, Arrays.copyOfRange(payload, at, payload.length));
    expected.add(isText ? "text " + text : "binary " + HexFormat.of().formatHex(payload));
  }

  private void sendControl(Random random) {
    byte[] payload = randomBytes(random, random.nextInt(126));
    boolean isPing = random.nextBoolean();
    sent.maskedWith(random.nextInt()).last(isPing ? Opcode.PING : Opcode.PONG, payload);
    expected.add((isPing ? "ping " : "pong ") + HexFormat.of().formatHex(payload));
  }

  private static String randomText(Random random, int codePoints) {
    boolean onlyAscii = random.nextBoolean();
    var text = new StringBuilder();
    for (int i = 0; i < codePoints; i++) {
      text.appendCodePoint(
          onlyAscii ? ' ' + random.nextInt(95) : CODE_POINTS[random.nextInt(CODE_POINTS.length)]);
    }
    return text.toString();
  }

  private static byte[] randomBytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
