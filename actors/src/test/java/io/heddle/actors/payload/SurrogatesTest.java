package io.heddle.actors.payload;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SurrogatesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"plain\"",
        "\"\\ud83d\\ude00\"",
        "\"\\uD83D\\uDE00\\u00fc\"",
        "\"\\\\ud83d\"",
        "\"\\n\\u0041\"",
        "\"😀\"",
        "\"\\ud7ff\\ue000\"",
      })
  void pairsAndOtherEscapesPass(String json) {
    assertThatCode(() -> check(json)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\\ud83d\"",
        "\"\\ude00\"",
        "\"\\ud83dx\\ude00\"",
        "\"\\ud83d\\ud83d\"",
        "\"\\ude00\\ud83d\"",
        "\"\\ud83d\\n\"",
        "\"\\\\\\ud83d\"",
      })
  void anUnpairedOneIsRefused(String json) {
    assertThatThrownBy(() -> check(json))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining("unpaired surrogate");
  }

  private static void check(String json) throws MalformedJsonException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    Surrogates.check(bytes, 0, bytes.length);
  }
}
