package io.heddle.actors.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.protocol.Identity;
import io.heddle.actors.protocol.RoomName;
import io.heddle.config.AccessRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessCheckTest {
  private static final Identity ALICE =
      new Identity(
          Optional.of("alice"),
          Set.of("editor"),
          Set.of("g1"),
          Set.of(),
          Map.of("character_id", List.of("7", "8")),
          Optional.empty());

  @ParameterizedTest
  @CsvSource({
    "anyone, chat:1, true, true",
    "authenticated, chat:1, true, false",
    "self, user:alice, true, false",
    "self, user:bob, false, false",
    "members, group:g1, true, false",
    "members, group:g2, false, false",
    "role:editor, chat:1, true, false",
    "role:admin, chat:1, false, false",
    "claim:character_id, chat:8, true, false",
    "claim:character_id, chat:9, false, false",
    "claim:device, chat:7, false, false",
    "nobody, chat:1, false, false",
  })
  void aRuleAllowsWhomItNames(String rule, String room, boolean alice, boolean anonymous) {
    AccessRule parsed = AccessRule.parse(rule).orElseThrow();
    RoomName name = new RoomName(room);

    assertThat(AccessCheck.allows(parsed, ALICE, name)).isEqualTo(alice);
    assertThat(AccessCheck.allows(parsed, Identity.ANONYMOUS, name)).isEqualTo(anonymous);
  }
}
