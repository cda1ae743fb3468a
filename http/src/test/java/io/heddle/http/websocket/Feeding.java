package io.heddle.http.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** Feeds a decoder in pieces. */
final class Feeding {
  /** The limit of each decoder here, in bytes. */
  static final int MAX_MESSAGE = 1000;

  private Feeding() {}

  static FrameDecoder decoder() {
    return new FrameDecoder(MAX_MESSAGE, 16, false);
  }

  static List<String> decoded(byte[] bytes) {
    return inPiecesOf(bytes.length, bytes);
  }

  /** Whole, byte by byte, and cut in two at every place: always the same. */
  static void assertOutcome(String name, byte[] bytes, List<String> expected) {
    assertThat(decoded(bytes)).as("%s, whole", name).isEqualTo(expected);
    assertThat(inPiecesOf(1, bytes)).as("%s, byte by byte", name).isEqualTo(expected);
    for (int cut = 1; cut < bytes.length; cut++) {
      assertThat(cutAt(cut, bytes)).as("%s, cut at %d", name, cut).isEqualTo(expected);
    }
  }

  private static List<String> inPiecesOf(int size, byte[] bytes) {
    var decoder = decoder();
    var recorder = new Recorder();
    byte[] mine = bytes.clone();
    for (int at = 0; at < mine.length; at += size) {
      decoder.decode(mine, at, Math.min(mine.length, at + size), recorder);
    }
    return recorder.lines();
  }

  private static List<String> cutAt(int cut, byte[] bytes) {
    var decoder = decoder();
    var recorder = new Recorder();
    byte[] mine = bytes.clone();
    decoder.decode(mine, 0, cut, recorder);
    decoder.decode(mine, cut, mine.length, recorder);
    return recorder.lines();
  }
}
