package io.heddle.app.dev;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.app.token.TokenMint;
import io.heddle.config.Settings;
import io.heddle.config.load.SettingsLoader;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class NextStepsTest {
  private static final String SECRET = "a-secret-of-more-than-thirty-two-bytes";

  @Test
  void theLinesNameThePortAndTheEndpoint() {
    var text = text(Map.of("WEBSOCKET_HOST", "127.0.0.1", "WEBSOCKET_PATH", "/live"), "./heddle");

    assertThat(text)
        .contains("http://127.0.0.1:8123/")
        .contains("wscat -c 'ws://127.0.0.1:8123/live?token=ey")
        .contains("curl -X POST http://127.0.0.1:8123/api/v1/websocket/broadcast -H")
        .contains("./heddle dev --redis")
        .doesNotContain("Whoever reaches this port");
  }

  @Test
  void aNodeThatTheNetworkReachesIsWarnedOf() {
    assertThat(text(Map.of("WEBSOCKET_HOST", "0.0.0.0"), "./heddle"))
        .contains("http://127.0.0.1:8123/")
        .contains("Whoever reaches this port can make a token for any user: 0.0.0.0");
  }

  @Test
  void aRedisOfOurOwnIsNamedByItsPort() {
    var settings = settings(Map.of("REDIS_URL", "redis://127.0.0.1:7000"));

    assertThat(new NextSteps(settings, OptionalInt.of(7000), "./heddle").redisLines())
        .containsExactly(
            "redis-cli -p 7000 PUBLISH notifications:alice '{\"title\":\"hi\"}'",
            "./heddle publish --url redis://127.0.0.1:7000 notifications:alice"
                + " '{\"title\":\"hi\"}'");
  }

  @Test
  void aPasswordIsNotPrinted() {
    var settings = settings(Map.of("REDIS_URL", "redis://:hush@cache:6379"));

    assertThat(new NextSteps(settings, OptionalInt.empty(), "/my programs/heddle").redisLines())
        .containsExactly(
            "redis-cli -u \"$REDIS_URL\" PUBLISH notifications:alice '{\"title\":\"hi\"}'",
            "'/my programs/heddle' publish notifications:alice '{\"title\":\"hi\"}'");
  }

  private static String text(Map<String, String> environment, String program) {
    var settings = settings(environment);
    var mint = new TokenMint(SECRET, settings, Clock.systemUTC());
    return new NextSteps(settings, OptionalInt.empty(), program).text(8123, mint);
  }

  private static Settings settings(Map<String, String> environment) {
    return SettingsLoader.load(Optional.empty(), environment).orThrow();
  }
}
