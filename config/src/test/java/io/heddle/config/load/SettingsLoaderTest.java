package io.heddle.config.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.heddle.config.AccessRule;
import io.heddle.config.AuthMode;
import io.heddle.config.BroadcastRule;
import io.heddle.config.Bytes;
import io.heddle.config.DirectRule;
import io.heddle.config.EndpointSettings;
import io.heddle.config.HistoryMode;
import io.heddle.config.HistoryPolicy;
import io.heddle.config.NamespacePolicy;
import io.heddle.config.RateLimit;
import io.heddle.config.Settings;
import io.heddle.config.UndeclaredRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsLoaderTest {
  private static final Bytes MEBIBYTES_64 = new Bytes(64 << 20);

  private static final String SECRET = "0123456789abcdef0123456789abcdef";

  @TempDir Path folder;

  @Test
  void aProgramGivesSettingsAsText() {
    var settings = SettingsLoader.parse("heddle.websocket.port = 0\nheddle.jwt.secret = " + SECRET);

    assertThat(settings.webSocket().port()).isZero();
    assertThat(settings.webSocket().maxMessageSize()).isEqualTo(new Bytes(512_000));
  }

  @Test
  void theFaultsOfATextNameTheirLine() {
    assertThatThrownBy(() -> SettingsLoader.parse("heddle.websocket.port = 99999"))
        .isInstanceOf(FaultySettingsException.class)
        .hasMessageContaining("heddle.websocket.port");
    assertThatThrownBy(() -> SettingsLoader.parse("heddle {\n  debug = \n"))
        .isInstanceOf(FaultySettingsException.class)
        .hasMessageContaining("settings (text of settings: ");
  }

  @Test
  void withoutFileAndVariablesTheDefaultsHold() {
    var settings = load("", Map.of());

    assertThat(settings.dataDir()).isEqualTo(Path.of("heddle-data"));
    assertThat(settings.debug()).isFalse();
    var webSocket = settings.webSocket();
    assertThat(webSocket.enabled()).isTrue();
    assertThat(webSocket.port()).isEqualTo(8080);
    assertThat(webSocket.url()).isEmpty();
    assertThat(webSocket.endpoints())
        .extracting(EndpointSettings::path)
        .containsExactly("/ws", "/ws/connect", "/websocket/connect");
    assertThat(webSocket.endpoints())
        .extracting(EndpointSettings::auth)
        .containsOnly(AuthMode.UPGRADE);
    assertThat(webSocket.timeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(webSocket.readBufferSize()).isEqualTo(new Bytes(4096));
    assertThat(webSocket.writeBufferSize().isZero()).isTrue();
    assertThat(webSocket.maxMessageSize()).isEqualTo(new Bytes(512_000));
    assertThat(webSocket.pingInterval()).isEqualTo(Duration.ofSeconds(54));
    assertThat(webSocket.pongWait()).isEqualTo(Duration.ofSeconds(60));
    assertThat(webSocket.outboxSize()).isEqualTo(new Bytes(1 << 20));
    assertThat(settings.limits().maxConnections()).isEqualTo(10_000);
    assertThat(settings.errors().max()).isEqualTo(10);
    assertThat(settings.rateLimit().connection()).contains(new RateLimit(10, 20));
    assertThat(settings.jwt().hasKey()).isFalse();
    assertThat(settings.jwt().requireExpiry()).isTrue();
    assertThat(settings.auth().userClaims()).containsExactly("sub", "user_id");
    assertThat(settings.auth().broadcast()).isEqualTo(BroadcastRule.PERMISSION);
    assertThat(settings.auth().direct()).isEqualTo(DirectRule.NOBODY);
    assertThat(settings.redis().url()).isEmpty();
    assertThat(settings.redis().backoffMin()).isEqualTo(Duration.ofMillis(100));
    assertThat(settings.rooms().undeclared()).isEqualTo(UndeclaredRule.DEFAULT);
    assertThat(settings.rooms().keyWindow()).isEqualTo(Duration.ofMinutes(5));
    assertThat(settings.cluster().shards()).isEqualTo(64);
    assertThat(settings.drain().inFlight()).isEqualTo(Duration.ofSeconds(3));
    assertThat(settings.overrides().isEmpty()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "user, self, nobody, false, KEPT, 1000, PT24H, true, false",
    "group, members, members, false, KEPT, 1000, PT24H, false, true",
    "events, anyone, nobody, false, KEPT, 100, PT1H, false, false",
    "system, nobody, nobody, false, KEPT, 100, PT1H, false, false",
    "project, authenticated, authenticated, true, KEPT, 1000, PT24H, false, true",
    "chat, authenticated, authenticated, false, KEPT, 1000, PT24H, false, true",
    "bench, authenticated, authenticated, false, NONE, 1000, PT24H, false, false",
    "default, authenticated, authenticated, false, KEPT, 1000, PT24H, false, true"
  })
  void namespacesAreDeclaredWithTheirPolicies(
      String namespace,
      String subscribe,
      String publish,
      boolean joinLeave,
      HistoryMode mode,
      int size,
      Duration ttl,
      boolean cursors,
      boolean presence) {
    var policy = load("", Map.of()).namespaces().policy(namespace);

    assertThat(policy)
        .isEqualTo(
            new NamespacePolicy(
                namespace,
                AccessRule.parse(subscribe).orElseThrow(),
                AccessRule.parse(publish).orElseThrow(),
                0,
                joinLeave,
                new HistoryPolicy(mode, size, ttl, MEBIBYTES_64),
                cursors,
                presence));
  }

  @Test
  void theFileIsOverTheDefaultsAndVariablesAreOverTheFile() {
    var loaded =
        loaded(
            """
            heddle {
              websocket.port = 9000
              errors.max = 3
            }
            """,
            Map.of("WEBSOCKET_PORT", "9001"));

    assertThat(loaded.settings().webSocket().port()).isEqualTo(9001);
    assertThat(loaded.settings().errors().max()).isEqualTo(3);
    assertThat(origin(loaded, "heddle.websocket.port"))
        .isEqualTo(new Origin.Variable("WEBSOCKET_PORT"));
    assertThat(origin(loaded, "heddle.errors.max"))
        .isEqualTo(new Origin.InFile(file().toString(), 3));
    assertThat(origin(loaded, "heddle.errors.window")).isEqualTo(new Origin.Default());
  }

  @Test
  void theFileMayBeNamedByAVariable() throws IOException {
    Files.writeString(file(), "heddle.errors.max = 4");
    var result = SettingsLoader.load(Optional.empty(), Map.of("HEDDLE_CONFIG", file().toString()));

    assertThat(result.orThrow().errors().max()).isEqualTo(4);
  }

  @Test
  void valuesOfAProgramAreUnderTheFile() throws IOException {
    Files.writeString(file(), "heddle.errors.max = 4");
    var beneath =
        ConfigFactory.parseMap(
            Map.of("heddle.websocket.host", "127.0.0.1", "heddle.errors.max", 5), "heddle dev");
    var result = SettingsLoader.load(Optional.of(file()), Map.of(), beneath);

    assertThat(result.orThrow().webSocket().host()).isEqualTo("127.0.0.1");
    assertThat(result.orThrow().errors().max()).isEqualTo(4);
    assertThat(origin((LoadResult.Loaded) result, "heddle.websocket.host"))
        .isEqualTo(new Origin.Given("heddle dev"));
  }

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
  void aFileMayDeclareNamespacesThatTakeTheRestFromDefault() {
    var settings =
        load(
            """
            heddle.namespaces {
              default.capacity = 9
              my-game { subscribe = "role:player", join-leave = on, history.size = 50 }
              my_map { publish = "claim:maps", history { mode = none } }
            }
            """,
            Map.of("HEDDLE_NAMESPACES_MY_GAME_PUBLISH", "nobody"));

    assertThat(settings.namespaces().policy("my-game"))
        .isEqualTo(
            new NamespacePolicy(
                "my-game",
                new AccessRule.Role("player"),
                new AccessRule.Nobody(),
                9,
                true,
                new HistoryPolicy(HistoryMode.KEPT, 50, Duration.ofHours(24), MEBIBYTES_64),
                false,
                true));
    assertThat(settings.namespaces().policy("my_map"))
        .isEqualTo(
            new NamespacePolicy(
                "my_map",
                new AccessRule.Authenticated(),
                new AccessRule.Claim("maps"),
                9,
                false,
                new HistoryPolicy(HistoryMode.NONE, 1000, Duration.ofHours(24), MEBIBYTES_64),
                false,
                true));
  }

  @Test
  void whatStandsBesideHeddleIsKeptForTheApplication() {
    var overrides =
        load(
                "pekko { loglevel = ${LEVEL}, other = ${pekko.some.default} }",
                Map.of("LEVEL", "INFO"))
            .overrides();

    var merged =
        overrides.withFallback(ConfigFactory.parseString("pekko.some.default = 3")).resolve();
    assertThat(merged.getString("pekko.loglevel")).isEqualTo("INFO");
    assertThat(merged.getInt("pekko.other")).isEqualTo(3);
    assertThat(overrides.root()).containsOnlyKeys("pekko");
  }

  @Test
  void substitutionsSeeTheFileTheDefaultsAndTheVariables() {
    var loaded =
        loaded(
            """
            heddle.data-dir = ${BASE}"/heddle"
            heddle.websocket.pong-wait = ${heddle.rooms.idle-after}
            heddle.jwt.issuer = ${?NOBODY_SETS_THIS}
            """,
            Map.of("BASE", "/srv", "BASH_FUNC_x%%", "() { :; }"));

    assertThat(loaded.settings().dataDir()).isEqualTo(Path.of("/srv/heddle"));
    assertThat(loaded.settings().webSocket().pongWait()).isEqualTo(Duration.ofSeconds(60));
    assertThat(loaded.settings().jwt().issuer()).isEmpty();
    assertThat(origin(loaded, "heddle.websocket.pong-wait"))
        .isEqualTo(new Origin.InFile(file().toString(), 2));
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

  @Test
  void aSecretOfDigitsIsHiddenToo() {
    var digits = "12345678901234567890123456789012";
    var loaded = loaded("heddle.jwt.secret = " + digits, Map.of());

    assertThat(loaded.settings().jwt().secret()).contains(digits);
    assertThat(loaded.effective()).noneMatch(setting -> setting.value().contains(digits));
  }

  @Test
  void aListInTheFileMayBeATextWithCommas() {
    var auth = load("heddle.auth { cookies = \"a,b\", keep-claims = \"\" }", Map.of()).auth();

    assertThat(auth.cookies()).containsExactly("a", "b");
    assertThat(auth.keepClaims()).isEmpty();
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

  @Test
  void faultsMayBeThrownAllInOne() {
    var result = SettingsLoader.load(Optional.empty(), Map.of("HEDDLE_A", "", "HEDDLE_B", ""));

    assertThatThrownBy(result::orThrow)
        .isInstanceOf(FaultySettingsException.class)
        .hasMessageStartingWith("2 faults in the configuration:\n  - HEDDLE_A")
        .hasMessageContaining("\n  - HEDDLE_B");
  }

  private Settings load(String text, Map<String, String> environment) {
    return loaded(text, environment).settings();
  }

  private LoadResult.Loaded loaded(String text, Map<String, String> environment) {
    try {
      Files.writeString(file(), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var result = SettingsLoader.load(Optional.of(file()), environment);
    result.orThrow();
    return (LoadResult.Loaded) result;
  }

  private Path file() {
    return folder.resolve("heddle.conf");
  }

  private static Origin origin(LoadResult.Loaded loaded, String key) {
    return loaded.effective().stream()
        .filter(setting -> setting.key().equals(key))
        .map(EffectiveSetting::origin)
        .findFirst()
        .orElseThrow();
  }
}
