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
import io.heddle.config.UndeclaredRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsLoaderTest extends SettingsCase {
  private static final Bytes MEBIBYTES_64 = new Bytes(64 << 20);

  private static final String SECRET = "0123456789abcdef0123456789abcdef";

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

  @Test
  void faultsMayBeThrownAllInOne() {
    var result = SettingsLoader.load(Optional.empty(), Map.of("HEDDLE_A", "", "HEDDLE_B", ""));

    assertThatThrownBy(result::orThrow)
        .isInstanceOf(FaultySettingsException.class)
        .hasMessageStartingWith("2 faults in the configuration:\n  - HEDDLE_A")
        .hasMessageContaining("\n  - HEDDLE_B");
  }
}
