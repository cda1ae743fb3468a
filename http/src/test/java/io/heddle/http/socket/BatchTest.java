package io.heddle.http.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.protocol.Frame;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BatchTest {
  private final Batch batch = new Batch();

  @Test
  void framesAreJoinedInTheOrderInWhichTheyCame() {
    for (String text : new String[] {"a", "bc", "", "def", "g", "h"}) {
      assertThat(batch.add(frame(text))).isTrue();
    }

    assertThat(batch.size()).isEqualTo(8);
    assertThat(joined(batch)).isEqualTo("abcdefgh");
    assertThat(batch.bytes()).isEqualTo("abcdefgh".getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void oneFrameAlwaysFitsAndFurtherOnesUpTo32KiB() {
    assertThat(batch.add(new Frame(new byte[100_000]))).isTrue();
    assertThat(batch.add(frame("x"))).isFalse();
    batch.clear();
    assertThat(batch.add(new Frame(new byte[32 * 1024 - 1]))).isTrue();
    assertThat(batch.add(frame("x"))).isTrue();
    assertThat(batch.add(frame("y"))).isFalse();

    assertThat(batch.size()).isEqualTo(32 * 1024);
  }

  @Test
  void onlyTheSameFramesInTheSameOrderAreEqual() {
    Frame first = frame("one");
    Frame second = frame("two");
    Batch same = new Batch();
    Batch turned = new Batch();
    Batch longer = new Batch();
    batch.add(first);
    batch.add(second);
    same.add(first);
    same.add(second);
    turned.add(second);
    turned.add(first);
    longer.add(first);
    longer.add(second);
    longer.add(first);

    assertThat(batch.equalTo(same)).isTrue();
    assertThat(batch.equalTo(turned)).isFalse();
    assertThat(batch.equalTo(longer)).isFalse();
    assertThat(longer.equalTo(batch)).isFalse();
    assertThat(batch.equalTo(new Batch())).isFalse();
  }

  @Test
  void whatWasClearedIsForgotten() {
    for (int i = 0; i < 100; i++) {
      batch.add(frame("x"));
    }
    batch.clear();

    assertThat(batch.isEmpty()).isTrue();
    assertThat(batch.size()).isZero();
    batch.add(frame("new"));
    assertThat(joined(batch)).isEqualTo("new");
  }

  private static String joined(Batch batch) {
    ByteBuffer buffer = ByteBuffer.allocate(batch.size());
    batch.copyTo(buffer);
    return new String(buffer.array(), StandardCharsets.US_ASCII);
  }

  private static Frame frame(String text) {
    return new Frame(text.getBytes(StandardCharsets.US_ASCII));
  }
}
