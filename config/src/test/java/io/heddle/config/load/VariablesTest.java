package io.heddle.config.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.config.AuthMode;
import io.heddle.config.EndpointSettings;
import io.heddle.config.RateLimit;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What variables of the environment set, and how their text is read. */
class VariablesTest extends SettingsCase {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";

  @ParameterizedTest
  @CsvSource({
    "WEBSOCKET_ENABLED, off, heddle.websocket.enabled",
    "WEBSOCKET_HOST, ::1, heddle.websocket.host",
    "WEBSOCKET_PORT, 0, heddle.websocket.port",
    "WEBSOCKET_PATH, /live, heddle.websocket.endpoints",
    "WEBSOCKET_URL, wss://ws.example.com, heddle.websocket.url",
    "WEBSOCKET_ALLOWED_ORIGINS, https://a.example, heddle.websocket.allowed-origins",
    "WEBSOCKET_TIMEOUT, 20s, heddle.websocket.timeout",
    "WEBSOCKET_READ_BUFFER_SIZE, 8KiB, heddle.websocket.read-buffer-size",
    "WEBSOCKET_WRITE_BUFFER_SIZE, 8192, heddle.websocket.write-buffer-size",
    "WEBSOCKET_MAX_MESSAGE_SIZE, 64KiB, heddle.websocket.max-message-size",
    "WEBSOCKET_PING_INTERVAL, 9s, heddle.websocket.ping-interval",
    "WEBSOCKET_PONG_WAIT, 90s, heddle.websocket.pong-wait",
    "WEBSOCKET_WRITE_WAIT, 9s, heddle.websocket.write-wait",
    "WEBSOCKET_LIMITS_MAX_CONNECTIONS, 7, heddle.limits.max-connections",
    "WEBSOCKET_MAX_CONNECTIONS, 7, heddle.limits.max-connections",
    "WEBSOCKET_LIMITS_MAX_CONNECTIONS_PER_ROOM, 7, heddle.limits.max-connections-per-room",
    "WEBSOCKET_DEBUG, true, heddle.debug",
    "REDIS_URL, redis://cache, heddle.redis.url",
    "HEDDLE_RATE_LIMIT, off, heddle.rate-limit.connection",
    "HEDDLE_RATE_LIMIT_CONNECTION, off, heddle.rate-limit.connection",
    "HEDDLE_ERRORS_MAX, 2, heddle.errors.max",
    "HEDDLE_DATA_DIR, /var/lib/heddle, heddle.data-dir",
    "HEDDLE_JWT_PUBLIC_KEY_FILE, key.pem, heddle.jwt.public-key-file",
    "HEDDLE_JWT_ISSUER, me, heddle.jwt.issuer",
    "HEDDLE_JWT_AUDIENCE, you, heddle.jwt.audience",
    "HEDDLE_NAMESPACES_CHAT_CAPACITY, 5, heddle.namespaces.chat.capacity"
  })
  void eachVariableNamesItsKey(String variable, String value, String key) {
    var loaded = loaded("", Map.of(variable, value));

    assertThat(loaded.effective())
        .filteredOn(setting -> !setting.origin().equals(new Origin.Default()))
        .containsExactly(
            new EffectiveSetting(
                key, value, new Origin.Variable(variable), key.equals("heddle.redis.url")));
  }

  @Test
  void everyKeyHasAVariableByRule() {
    var loaded = loaded("", Map.of());

    assertThat(loaded.effective()).hasSizeGreaterThan(80);
    for (var setting : loaded.effective()) {
      var rule = KnownNames.variables(setting.key()).getFirst();
      assertThat(rule).matches("HEDDLE(_[A-Z0-9]+)+");
      if (!setting.value().equals("\"\"") && setting.value().indexOf('[') < 0) {
        assertThat(loaded("", Map.of(rule, setting.value())).effective())
            .contains(
                new EffectiveSetting(
                    setting.key(), setting.value(), new Origin.Variable(rule), setting.secret()));
      }
    }
  }

  @Test
  void listsInVariablesAreSeparatedByCommas() {
    var auth = load("", Map.of("HEDDLE_AUTH_COOKIES", "a, b,c")).auth();

    assertThat(auth.cookies()).containsExactly("a", "b", "c");
  }

  @Test
  void theVariableOfPathsTakesTheRestFromTheFile() {
    var settings =
        load(
            """
            heddle.websocket.endpoints = [
              { path = /in, dialect = gateway, auth = in-band }
              "/plain=flat"
            ]
            """,
            Map.of("WEBSOCKET_PATH", "/in, /in2=rooms,/in3,/plain"));

    assertThat(settings.webSocket().endpoints())
        .containsExactly(
            new EndpointSettings("/in", "gateway", AuthMode.IN_BAND),
            new EndpointSettings("/in2", "rooms", AuthMode.UPGRADE),
            new EndpointSettings("/in3", "heddle.v1", AuthMode.UPGRADE),
            new EndpointSettings("/plain", "flat", AuthMode.UPGRADE));
  }

  @Test
  void aBlankVariableCountsAsNotSet() {
    var settings = load("", Map.of("WEBSOCKET_PORT", "", "HEDDLE_JWT_SECRET", " "));

    assertThat(settings.webSocket().port()).isEqualTo(8080);
    assertThat(settings.jwt().secret()).isEmpty();
  }

  @Test
  void bothNamesOfOneSettingMayAgree() {
    var settings =
        load("", Map.of("WEBSOCKET_MAX_CONNECTIONS", "5", "HEDDLE_LIMITS_MAX_CONNECTIONS", "5"));

    assertThat(settings.limits().maxConnections()).isEqualTo(5);
  }

  @Test
  void aSecretIsTakenWithItsWhiteSpaceAndShownHidden() {
    var loaded =
        loaded("", Map.of("HEDDLE_JWT_SECRET", SECRET + "\n", "REDIS_URL", "redis://u:pw@cache:1"));

    assertThat(loaded.settings().jwt().secret()).contains(SECRET + "\n");
    assertThat(loaded.effective())
        .contains(
            new EffectiveSetting(
                "heddle.jwt.secret", "(hidden)", new Origin.Variable("HEDDLE_JWT_SECRET"), true),
            new EffectiveSetting(
                "heddle.redis.url",
                "redis://(hidden)@cache:1",
                new Origin.Variable("REDIS_URL"),
                true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "REDIS_HOST",
        "PATH",
        "HEDDLE_CONFIG",
        "HEDDLE_JAVA_HOME",
        "HEDDLE_JAVA_OPTS",
        "HEDDLE_HOME"
      })
  void variablesThatAreNoSettingsArePassedOver(String variable) throws IOException {
    Files.writeString(file(), "");

    assertThat(SettingsLoader.load(Optional.of(file()), Map.of(variable, "tcp://x")))
        .isInstanceOf(LoadResult.Loaded.class);
  }

  @ParameterizedTest
  @CsvSource({"50/s burst 100, 50, 100", "0.5/s, 0.5, 1", "7/s, 7, 7", "10 / s burst 1, 10, 1"})
  void aRateLimitIsARateAndABurst(String text, double perSecond, int burst) {
    assertThat(load("", Map.of("HEDDLE_RATE_LIMIT", text)).rateLimit().connection())
        .contains(new RateLimit(perSecond, burst));
  }

  @ParameterizedTest
  @ValueSource(strings = {"off", "\"off\"", "false"})
  void aRateLimitMayBeOff(String text) {
    var settings = load("heddle.rate-limit.connection = " + text, Map.of());

    assertThat(settings.rateLimit().connection()).isEmpty();
  }
}
