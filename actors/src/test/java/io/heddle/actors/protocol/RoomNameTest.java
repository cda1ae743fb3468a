package io.heddle.actors.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RoomNameTest {
  static Stream<String> goodNames() {
    return Stream.of("a", "chat:42", "chat:a:b", "zimmer:küche", "chat:\ud83d\ude00", "a b", "系统");
  }

  @ParameterizedTest
  @MethodSource("goodNames")
  void anyTextIsARoomName(String name) {
    assertThat(RoomName.parse(name, 200)).hasValue(new RoomName(name));
  }

  static Stream<String> badNames() {
    return Stream.of(
        "",
        ":",
        ":a",
        "chat:",
        "default:a",
        "a\u0000",
        "a\nb",
        "\u007f",
        "a\u0085b",
        "a\ud83d",
        "\ude00a",
        "a\ude00\ud83d",
        "a\ud83d\ud83d\ude00");
  }

  @ParameterizedTest
  @MethodSource("badNames")
  void aControlCharacterOrHalfACharacterOrAnEmptySideIsNoRoomName(String name) {
    assertThat(RoomName.parse(name, 200)).isEmpty();
  }
}
