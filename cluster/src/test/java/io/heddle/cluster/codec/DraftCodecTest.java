package io.heddle.cluster.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.actors.log.LogFixture;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.Stamp;
import io.heddle.actors.testing.World;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DraftCodecTest {
  @Test
  void aDraftComesBackAsItWas() {
    for (Draft draft : List.of(World.draft("1"), LogFixture.full("k"))) {
      assertThat(DraftCodec.decode(DraftCodec.encode(draft))).isEqualTo(draft);
    }
  }

  @Test
  void bytesThatAreNoDraftAreRefusedWhateverTheyAre() {
    byte[] good = DraftCodec.encode(LogFixture.full("k"));
    byte[] newer = good.clone();
    newer[0] = 2;
    byte[] longField = good.clone();
    longField[1] = 0x7F;

    assertThatThrownBy(() -> DraftCodec.decode(newer))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("version 2");
    assertThatThrownBy(() -> DraftCodec.decode(longField))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> DraftCodec.decode(Arrays.copyOf(good, 9)))
        .isInstanceOf(IllegalArgumentException.class);
    Random random = new Random(7);
    for (int i = 0; i < 1000; i++) {
      byte[] any = new byte[1 + random.nextInt(40)];
      random.nextBytes(any);
      any[0] = 1;
      assertThatThrownBy(() -> DraftCodec.decode(any)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void theResultOfAnAppendComesBackAsItWas() {
    List<Stamp> stamps =
        List.of(new Stamp(new Position("e", 7), false), new Stamp(new Position("e", 2), true));

    assertThat(StampCodec.decode("e", StampCodec.encode(stamps))).isEqualTo(stamps);
  }
}
