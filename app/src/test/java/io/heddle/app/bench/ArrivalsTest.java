package io.heddle.app.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
  @Test
  void aSecondCopyIsKnownInOrderAndOutOfOrder() {
    Arrivals arrivals = new Arrivals();

    assertThat(arrivals.add(0)).isTrue();
    assertThat(arrivals.add(0)).isFalse();
    assertThat(arrivals.add(5)).isTrue();
    assertThat(arrivals.add(3)).isTrue();
    assertThat(arrivals.add(3)).isFalse();
    assertThat(arrivals.add(5)).isFalse();
    assertThat(arrivals.distinct()).isEqualTo(3);
  }

  @Test
  void itAgreesWithASetWhateverTheOrder() {
    Random random = new Random(7);
    Arrivals arrivals = new Arrivals();
    Set<Integer> set = new HashSet<>();

    for (int i = 0; i < 20_000; i++) {
      int number = random.nextInt(1_500);
      assertThat(arrivals.add(number)).isEqualTo(set.add(number));
    }
    assertThat(arrivals.distinct()).isEqualTo(set.size());
  }

  @Test
  void aGapGivenUpStaysMissing() {
    Arrivals arrivals = new Arrivals();
    int last = 2 * (Arrivals.MAX_GAPS + 10);

    for (int number = 1; number <= last; number += 2) {
      assertThat(arrivals.add(number)).isTrue();
    }

    assertThat(arrivals.add(0)).isFalse();
    assertThat(arrivals.add(last - 2)).isTrue();
    assertThat(arrivals.distinct()).isEqualTo(last / 2 + 1);
  }
}
