package io.heddle.actors.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.protocol.Capabilities;
import io.heddle.actors.protocol.Capabilities.Right;
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

    assertThat(AccessCheck.allows(parsed, ALICE, name, Right.SUBSCRIBE)).isEqualTo(alice);
    assertThat(AccessCheck.allows(parsed, Identity.ANONYMOUS, name, Right.PUBLISH))
        .isEqualTo(anonymous);
  }

  @ParameterizedTest
  @CsvSource({
    // namespace's rule, room, right: by the policy alone, narrowed, widened
    "anyone, chat:1,       SUBSCRIBE, true,  true,  true",
    "anyone, chat:1,       PUBLISH,   true,  true,  true",
    "nobody, chat:1,       PUBLISH,   false, false, true",
    "anyone, chatter:1,    SUBSCRIBE, true,  false, true",
    "nobody, chatter:1,    SUBSCRIBE, false, false, false",
    "anyone, project:7,    SUBSCRIBE, true,  true,  true",
    "anyone, project:7,    PUBLISH,   true,  false, true",
    "nobody, project:7,    PUBLISH,   false, false, false",
    "anyone, project:77,   SUBSCRIBE, true,  false, true",
    "nobody, doc:eu-1,     PUBLISH,   false, false, true",
    "nobody, doc:us-1,     PUBLISH,   false, false, false",
  })
  void capabilitiesNarrowOrWidenTheRule(
      String rule, String room, Right right, boolean alone, boolean narrowed, boolean widened) {
    AccessRule parsed = AccessRule.parse(rule).orElseThrow();
    RoomName name = new RoomName(room);

    assertThat(AccessCheck.allows(parsed, ALICE, name, right)).isEqualTo(alone);
    assertThat(AccessCheck.allows(parsed, with(false), name, right)).isEqualTo(narrowed);
    assertThat(AccessCheck.allows(parsed, with(true), name, right)).isEqualTo(widened);
  }

  private static Identity with(boolean widening) {
    return new Identity(
        Optional.of("alice"),
        Set.of(),
        Set.of(),
        Set.of(),
        Map.of(),
        Optional.empty(),
        Optional.of(
            new Capabilities(
                widening,
                Map.of(
                    "chat:*", Set.of(Right.SUBSCRIBE, Right.PUBLISH),
                    "project:7", Set.of(Right.SUBSCRIBE),
                    "doc:eu-*", Set.of(Right.PUBLISH)))));
  }

  @ParameterizedTest
  @CsvSource({
    "*, true",
    "chat:*, true",
    "chat:a*, true",
    "chat:1, true",
    "lobby, true",
    "chat*, false",
    "*:1, false",
    "ch*t:1, false",
    "chat:, false",
    "default:x, false",
    "'', false",
  })
  void aPatternIsARoomOrTheBeginningOfOneWithItsNamespace(String text, boolean pattern) {
    assertThat(Capabilities.isPattern(text)).isEqualTo(pattern);
  }
}
