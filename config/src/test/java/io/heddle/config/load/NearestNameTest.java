package io.heddle.config.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {
  @ParameterizedTest
  @CsvSource({
    "port, port, 0",
    "prot, port, 1",
    "por, port, 1",
    "portt, port, 1",
    "part, port, 1",
    "'', port, 4",
    "abc, xyz, 3"
  })
  void theDistanceIsTheNumberOfEdits(String wrong, String name, int edits) {
    assertThat(NearestName.distance(wrong, name)).isEqualTo(edits);
  }

  @Test
  void theFewestEditsWinAndThenTheAlphabet() {
    assertThat(NearestName.of("cat", List.of("cart", "rat", "bat", "car"))).contains("bat");
  }

  @Test
  void whatIsFarFromEverythingHasNoNearest() {
    assertThat(NearestName.of("heddle.zebra", List.of("heddle.debug", "heddle.errors.max")))
        .isEmpty();
  }
}
