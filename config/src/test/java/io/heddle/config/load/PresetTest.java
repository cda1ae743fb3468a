package io.heddle.config.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.heddle.config.AccessRule;
import io.heddle.config.AuthMode;
import io.heddle.config.BroadcastRule;
import io.heddle.config.Bytes;
import io.heddle.config.EndpointSettings;
import io.heddle.config.RateLimit;
import io.heddle.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PresetTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void everyPresetIsInOrderAloneAndFoundByItsName(Preset preset) {
    assertThat(Preset.named(preset.word())).contains(preset);
    assertThat(load(preset.word(), Map.of())).isInstanceOf(LoadResult.Loaded.class);
  }

  @ParameterizedTest
  @CsvSource({
    "erp, /ws, gateway, UPGRADE, 8080",
    "board, /ws/connect, heddle.v1, IN_BAND, 8098",
    "rooms, /ws, rooms, ANONYMOUS, 8081",
    "trading, /ws, flat, ANONYMOUS, 8080",
    "hub, /websocket/connect, heddle.v1, UPGRADE, 8080"
  })
  void aPresetHasTheEndpointAndPortOfItsGateway(
      String word, String path, String dialect, AuthMode auth, int port) {
    var webSocket = settings(word).webSocket();

    assertThat(webSocket.endpoints()).containsExactly(new EndpointSettings(path, dialect, auth));
    assertThat(webSocket.port()).isEqualTo(port);
  }

  @ParameterizedTest
  @CsvSource({
    "erp, authenticated, nobody",
    "rooms, anyone, anyone",
    "trading, anyone, nobody",
  })
  void noNamespaceIsForgottenByAPresetThatOpensOrShutsAll(
      String word, String subscribe, String publish) {
    var namespaces = settings(word).namespaces();

    for (String name : List.of("default", "events", "project", "chat", "bench", "another")) {
      var policy = namespaces.policy(name);
      assertThat(policy.subscribe()).as(name).isEqualTo(AccessRule.parse(subscribe).orElseThrow());
      assertThat(policy.publish()).as(name).isEqualTo(AccessRule.parse(publish).orElseThrow());
      assertThat(policy.joinLeave()).as(name).isFalse();
    }
    for (String name : List.of("user", "system")) {
      assertThat(namespaces.policy(name).publish()).isEqualTo(new AccessRule.Nobody());
    }
  }

  @ParameterizedTest
  @CsvSource({"board", "rooms", "trading"})
  void aCookieOfAnotherProgramDecidesNothingWhereNoneWasRead(String word) {
    assertThat(settings(word).auth().cookies()).isEmpty();
  }

  @Test
  void theErpTakesMessagesOfAMebibyteAndCanSendThemOn() {
    var webSocket = settings("erp").webSocket();

    assertThat(webSocket.maxMessageSize()).isEqualTo(new Bytes(1_048_576));
    assertThat(webSocket.outboxSize()).isGreaterThan(webSocket.maxMessageSize());
    assertThat(webSocket.readBufferSize()).isEqualTo(new Bytes(4096));
  }

  @Test
  void theBoardTakesSmallMessagesSlowlyAndTellsWhoComesAndGoes() {
    var board = settings("board");

    assertThat(board.webSocket().maxMessageSize()).isEqualTo(new Bytes(512));
    assertThat(board.rateLimit().connection()).contains(new RateLimit(10, 20));
    assertThat(board.errors().window()).isEqualTo(Duration.ofMinutes(5));
    assertThat(board.namespaces().policy("project").joinLeave()).isTrue();
  }

  @Test
  void inRoomsAnybodySubscribesPublishesAndBroadcasts() {
    var rooms = settings("rooms");

    assertThat(rooms.auth().broadcast()).isEqualTo(BroadcastRule.ANYONE);
    assertThat(rooms.rateLimit().connection()).isEmpty();
    for (var namespace : new String[] {"default", "chat", "project", "events", "nobody-said"}) {
      var policy = rooms.namespaces().policy(namespace);
      assertThat(policy.subscribe()).isEqualTo(new AccessRule.Anyone());
      assertThat(policy.publish()).isEqualTo(new AccessRule.Anyone());
      assertThat(policy.joinLeave()).isFalse();
    }
    assertThat(rooms.namespaces().policy("user").subscribe()).isEqualTo(new AccessRule.Self());
  }

  @Test
  void inTradingAnybodyListensAndOnlyTheServerPublishes() {
    var policy = settings("trading").namespaces().policy("default");

    assertThat(policy.subscribe()).isEqualTo(new AccessRule.Anyone());
    assertThat(policy.publish()).isEqualTo(new AccessRule.Nobody());
  }

  @Test
  void theHubReadsItsCookieAndPingsEveryThirtySeconds() {
    var hub = settings("hub");

    assertThat(hub.auth().cookies()).containsExactly("falcon_auth_token");
    assertThat(hub.webSocket().pingInterval()).isEqualTo(Duration.ofSeconds(30));
    assertThat(hub.webSocket().pongWait()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void aPresetStandsOverAProgramAndUnderTheFileAndThatUnderVariables() throws IOException {
    var file =
        Files.writeString(folder.resolve("h.conf"), "heddle.errors { max = 3, window = 9m }");
    var beneath =
        ConfigFactory.parseMap(
            Map.of("heddle.websocket.port", 1, "heddle.websocket.host", "::1"), "heddle dev");
    var loaded =
        (LoadResult.Loaded)
            SettingsLoader.load(
                Optional.of(file), Optional.of("board"), Map.of("HEDDLE_ERRORS_MAX", "2"), beneath);

    assertThat(loaded.effective())
        .filteredOn(setting -> setting.key().matches("heddle\\.(errors|websocket\\.(port|host)).*"))
        .extracting(
            setting -> setting.key() + " " + setting.value() + " " + setting.origin().text())
        .containsExactlyInAnyOrder(
            "heddle.websocket.host ::1 heddle dev",
            "heddle.websocket.port 8098 preset board",
            "heddle.errors.max 2 HEDDLE_ERRORS_MAX",
            "heddle.errors.window 9m " + file + ":1");
  }

  @Test
  void aProgramMayPutItsValuesOverAPreset() {
    var own =
        ConfigFactory.parseMap(Map.of("heddle.websocket.port", 0), "mine")
            .withFallback(Preset.BOARD.config());
    var loaded = (LoadResult.Loaded) SettingsLoader.load(Optional.empty(), Map.of(), own);

    assertThat(loaded.settings().webSocket().port()).isZero();
    assertThat(loaded.settings().webSocket().maxMessageSize()).isEqualTo(new Bytes(512));
    assertThat(loaded.effective())
        .filteredOn(setting -> setting.key().equals("heddle.websocket.max-message-size"))
        .extracting(EffectiveSetting::origin)
        .containsExactly(new Origin.InPreset("board"));
  }

  @Test
  void theVariableNamesAPresetWhereNoOptionDoes() {
    var variable = Map.of("HEDDLE_PRESET", "rooms");
    var none = Optional.<String>empty();

    assertThat(
            SettingsLoader.load(Optional.empty(), none, variable, ConfigFactory.empty())
                .orThrow()
                .webSocket()
                .port())
        .isEqualTo(8081);
    assertThat(((LoadResult.Loaded) load("board", variable)).settings().webSocket().port())
        .isEqualTo(8098);
  }

  @Test
  void theVariableOfPathsTakesTheDialectFromThePreset() {
    var loaded = (LoadResult.Loaded) load("rooms", Map.of("WEBSOCKET_PATH", "/ws,/live"));

    assertThat(loaded.settings().webSocket().endpoints())
        .containsExactly(
            new EndpointSettings("/ws", "rooms", AuthMode.ANONYMOUS),
            new EndpointSettings("/live", "heddle.v1", AuthMode.UPGRADE));
  }

  @Test
  void anUnknownPresetIsAFaultThatNamesAllAndTheNearest() {
    assertThat(lines(load("romms", Map.of())))
        .isEqualTo(
            "1 fault in the configuration:\n"
                + "  - --preset: 'romms' is none of erp, board, rooms, trading, hub; did you mean"
                + " rooms?");
    assertThat(lines(SettingsLoader.load(Optional.empty(), Map.of("HEDDLE_PRESET", "Board"))))
        .contains("HEDDLE_PRESET: 'Board' is none of erp, board", "did you mean board?");
    assertThat(lines(load("zzzzzzzz", Map.of()))).doesNotContain("did you mean");
  }

  @Test
  void anImpossibleCombinationIsBlamedOnTheFileAndNotOnThePreset() throws IOException {
    var file = Files.writeString(folder.resolve("h.conf"), "heddle.websocket.pong-wait = 20s");
    var result =
        SettingsLoader.load(Optional.of(file), Optional.of("hub"), Map.of(), ConfigFactory.empty());

    assertThat(lines(result))
        .contains(
            "heddle.websocket.pong-wait ("
                + file
                + ":1): heddle.websocket.ping-interval is 30s"
                + " (preset hub) and");
  }

  private static Settings settings(String preset) {
    return load(preset, Map.of()).orThrow();
  }

  private static LoadResult load(String preset, Map<String, String> environment) {
    return SettingsLoader.load(
        Optional.empty(), Optional.of(preset), environment, ConfigFactory.empty());
  }

  private static String lines(LoadResult result) {
    return result instanceof LoadResult.Faulty faulty ? faulty.text() : "";
  }
}
