package io.heddle.http.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class MaskingTest {
  private static final byte[] KEY = ClientBytes.hex("37fa213d");
  private static final int MASK = 0x3D21FA37;

  @Test
  void theRfcsExampleIsUnmasked() {
    byte[] bytes = ClientBytes.hex("7f9f4d5158");

    Masking.apply(bytes, 0, bytes.length, MASK);

    assertThat(bytes).isEqualTo(ClientBytes.utf8("Hello"));
  }

  @Test
  void anyRangeInAnyTwoPiecesIsMaskedAsByteByByte() {
    byte[] payload = new byte[40];
    new Random(1).nextBytes(payload);
    for (int from = 0; from <= 8; from++) {
      for (int to = from; to <= payload.length; to++) {
        byte[] expected = payload.clone();
        for (int i = from; i < to; i++) {
          expected[i] ^= KEY[(i - from) % 4];
        }
        for (int cut = from; cut <= to; cut++) {
          byte[] actual = payload.clone();
          int turned = Masking.apply(actual, from, cut, MASK);
          Masking.apply(actual, cut, to, turned);
          assertThat(actual).as("[%d, %d) cut at %d", from, to, cut).isEqualTo(expected);
        }
      }
    }
  }
}
