package io.heddle.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.actors.protocol.CloseCode;
import io.heddle.actors.protocol.Identity;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ManualTimeTest {
  @Test
  void aTokenEndsByTheTestsTime() {
    try (FabricTestKit kit =
        FabricTestKit.start("heddle.auth.expiring-notice = 60s\nheddle.jwt.leeway = 0s")) {
      TestClient ada = kit.connect(ada(kit, Duration.ofMinutes(10)));
      kit.passTime(Duration.ofMinutes(9).minusSeconds(2));
      assertThat(ada.unread()).isEmpty();
      kit.passTime(Duration.ofSeconds(4));
      assertThat(ada.receive().type()).isEqualTo("token_expiring");

      kit.passTime(Duration.ofMinutes(1));
      assertThat(ada.receive().code()).contains("token_expired");
      assertThat(ada.closed()).map(Closed::code).contains(CloseCode.TOKEN_EXPIRED);
    }
  }

  @Test
  void aNewerTokenKeepsTheConnection() {
    try (FabricTestKit kit = FabricTestKit.start()) {
      TestClient ada = kit.connect(ada(kit, Duration.ofMinutes(10)));
      ada.refresh(kit.issueToken(ada(kit, Duration.ofMinutes(30))));
      assertThat(ada.receive().type()).isEqualTo("refreshed");

      kit.passTime(Duration.ofMinutes(20));
      assertThat(ada.isOpen()).isTrue();
    }
  }

  @Test
  void whoSaysNothingOfHimselfIsSentAway() {
    try (FabricTestKit kit = FabricTestKit.start("heddle.websocket.timeout = 10s")) {
      TestClient nobody = kit.open();
      TestClient ada = kit.open().connect(kit.issueToken(Identity.user("ada")));
      kit.passTime(Duration.ofSeconds(12));

      assertThat(nobody.receive().type()).isEqualTo("auth_required");
      assertThat(nobody.closed()).map(Closed::code).contains(CloseCode.UNAUTHORIZED);
      assertThat(ada.receive("connected").data()).contains("\"user_id\":\"ada\"");
      assertThat(ada.isOpen()).isTrue();
    }
  }

  @Test
  void aRateLimitFillsUpAgain() {
    try (FabricTestKit kit =
        FabricTestKit.start("heddle.rate-limit.connection = \"1/s burst 2\"")) {
      TestClient ada = kit.connect("ada").ping().ping().ping();
      assertThat(ada.unread()).extracting(Received::type).containsExactly("pong", "pong", "error");

      kit.passTime(Duration.ofSeconds(1));
      assertThat(ada.ping().receive().type()).isEqualTo("pong");
    }
  }

  @Test
  void aRoomGoesToRestAndWakesAgainWithoutLosingItsPlace() {
    try (FabricTestKit kit = FabricTestKit.start()) {
      kit.connect("ada").subscribe("chat:1").publish("chat:1", "1").drop();
      kit.passTime(Duration.ofHours(1));

      TestClient bob = kit.connect("bob").subscribe("chat:1");
      assertThat(bob.receive("subscribed").offset()).hasValue(1);
    }
  }

  @Test
  void theClockMovesOnlyWhenToldTo() {
    try (FabricTestKit kit = FabricTestKit.start()) {
      Instant before = kit.clock().instant();
      kit.connect("ada").ping();
      assertThat(kit.clock().instant()).isEqualTo(before);
      kit.passTime(Duration.ofMillis(1500));
      assertThat(kit.clock().instant()).isEqualTo(before.plusMillis(1500));
      assertThatThrownBy(() -> kit.passTime(Duration.ofSeconds(-1)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static Identity ada(FabricTestKit kit, Duration left) {
    return new Identity(
        Optional.of("ada"),
        Set.of(),
        Set.of(),
        Set.of(),
        Map.of(),
        Optional.of(kit.clock().instant().plus(left)));
  }
}
