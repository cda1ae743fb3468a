package io.heddle.http.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.protocol.Capabilities;
import io.heddle.actors.protocol.Capabilities.Right;
import io.heddle.actors.protocol.TokenVerifier.Refused;
import io.heddle.actors.protocol.TokenVerifier.Verdict;
import io.heddle.actors.protocol.TokenVerifier.Verified;
import io.heddle.config.CapabilityRule;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CapabilityClaimsTest {
  private static Verdict told(CapabilityRule rule, String rooms) {
    JwtVerifier verifier =
        new JwtVerifier(
            Tokens.secret(Tokens.SECRET),
            Tokens.auth(rule),
            Tokens.CLOCK,
            new SimpleMeterRegistry());
    return verifier.verify(Tokens.of("alice", "\"rooms\":" + rooms)).toCompletableFuture().join();
  }

  private static Optional<Capabilities> read(CapabilityRule rule, String rooms) {
    return ((Verified) told(rule, rooms)).identity().capabilities();
  }

  @Test
  void roomsAndRightsAreReadAsTheSettingSays() {
    String rooms = "{\"chat:*\":[\"subscribe\",\"publish\"],\"project:7\":\"subscribe\",\"x\":[]}";
    Map<String, Set<Right>> rights =
        Map.of(
            "chat:*", Set.of(Right.SUBSCRIBE, Right.PUBLISH),
            "project:7", Set.of(Right.SUBSCRIBE),
            "x", Set.of());

    assertThat(read(CapabilityRule.NARROW, rooms)).contains(new Capabilities(false, rights));
    assertThat(read(CapabilityRule.WIDEN, rooms)).contains(new Capabilities(true, rights));
    assertThat(read(CapabilityRule.OFF, rooms)).isEmpty();
    assertThat(read(CapabilityRule.NARROW, "null")).isEmpty();
    assertThat(read(CapabilityRule.OFF, "[1,2]")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[\"chat:1\"]              | 'rooms' must be an object of rooms and rights",
        "\"chat:*\"                | 'rooms' must be an object of rooms and rights",
        "{\"chat*\":[]}            | 'rooms' names what is neither a room nor a pattern",
        "{\"\":[]}                 | 'rooms' names what is neither a room nor a pattern",
        "{\"chat:1\":[\"read\"]}   | 'rooms' grants subscribe and publish only",
        "{\"chat:1\":[7]}          | 'rooms' grants subscribe and publish only",
        "{\"chat:1\":{\"a\":true}} | 'rooms' grants subscribe and publish only",
        "{\"chat:1\":null}         | 'rooms' grants subscribe and publish only",
      },
      quoteCharacter = '`')
  void aClaimOfAnotherFormRefusesTheToken(String rooms, String reason) {
    assertThat(told(CapabilityRule.NARROW, rooms))
        .isEqualTo(new Refused("invalid token: " + reason, false));
  }
}
