package io.heddle.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.app.extension.TestJar;
import io.heddle.http.auth.AuthenticatorProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {
  private static final String SECRET = "a-secret-of-more-than-thirty-two-bytes";

  @TempDir Path data;

  @Test
  void anUnknownCommandIsRefusedWithTheNearestOne() {
    var ran = Ran.command(Ran.in(data), "serv");

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("'serv'").contains("serve").contains("See: ./heddle --help");
  }

  @Test
  void withoutACommandAllAreShown() {
    var ran = Ran.command(Ran.in(data));

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err())
        .contains("dev", "serve", "token", "publish", "config", "bench", "version");
  }

  @Test
  void theVersionTellsWhatItRunsOn() {
    var ran = Ran.command(Ran.in(data), "version");

    assertThat(ran.out()).matches("heddle \\S+ \\(Java 25\\S*, Pekko 1\\.\\S+\\)");
  }

  @Test
  void configTellsEachSettingItsValueAndItsOriginAndHidesSecrets() throws IOException {
    var file = data.resolve("my.conf");
    Files.writeString(file, "heddle.websocket.ping-interval = 20s\n");

    var ran =
        Ran.command(
            Ran.in(data, "HEDDLE_JWT_SECRET", SECRET, "WEBSOCKET_PORT", "9000"),
            "config",
            "--config",
            file.toString());

    assertThat(ran.code()).isZero();
    assertThat(ran.out().lines().map(line -> line.replaceAll(" {2,}", " | ")))
        .contains(
            "setting | value | from",
            "heddle.websocket.port | 9000 | WEBSOCKET_PORT",
            "heddle.websocket.ping-interval | 20s | " + file + ":1",
            "heddle.websocket.pong-wait | 60s | default",
            "heddle.jwt.secret | (hidden) | HEDDLE_JWT_SECRET");
    assertThat(ran.out()).doesNotContain(SECRET);
  }

  @Test
  void configTellsWhichValuesCameFromAPreset() {
    var ran = Ran.command(Ran.in(data, "HEDDLE_ERRORS_MAX", "3"), "config", "--preset", "board");

    assertThat(ran.code()).isZero();
    assertThat(ran.out().lines().map(line -> line.replaceAll(" {2,}", " | ")))
        .contains(
            "heddle.websocket.port | 8098 | preset board",
            "heddle.websocket.max-message-size | 512 | preset board",
            "heddle.errors.max | 3 | HEDDLE_ERRORS_MAX",
            "heddle.websocket.host | 0.0.0.0 | default");
  }

  @Test
  void anUnknownPresetIsRefusedWithTheNearestOne() {
    for (var command : new String[] {"serve", "dev"}) {
      var ran = Ran.command(Ran.in(data), command, "--preset", "romms");

      assertThat(ran.code()).isEqualTo(2);
      assertThat(ran.err())
          .contains(
              "--preset: 'romms' is none of erp, board, rooms, trading, hub; did you mean rooms?");
    }
  }

  @Test
  void configTellsAllFaultsAndFails() {
    var ran =
        Ran.command(Ran.in(data, "WEBSOCKET_PORT", "many", "HEDDLE_ERRORS_MAXX", "1"), "config");

    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("2 faults", "WEBSOCKET_PORT", "HEDDLE_ERRORS_MAXX");
  }

  @Test
  void aNodeWithFaultySettingsDoesNotStart() {
    var ran = Ran.command(Ran.in(data, "WEBSOCKET_PORT", "many"), "serve");

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("1 fault", "WEBSOCKET_PORT");
  }

  @Test
  void servingWithoutAKeyIsRefusedNamingTheSettings() {
    var ran = Ran.command(Ran.in(data), "serve");

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err())
        .isEqualTo(
            "heddle: no key to verify tokens with: set heddle.jwt.secret (HEDDLE_JWT_SECRET, 32"
                + " bytes or more), heddle.jwt.public-key-file (HEDDLE_JWT_PUBLIC_KEY_FILE),"
                + " heddle.jwt.jwks-url (HEDDLE_JWT_JWKS_URL) or heddle.auth.issuers, or make"
                + " every endpoint anonymous (heddle.websocket.endpoints)");
  }

  @Test
  void anAuthenticatorThatDoesNotLoadIsNoneToServeWith() throws IOException {
    var folder = Files.createDirectory(data.resolve("extensions"));
    TestJar.of(
            "shop.Tickets",
            """
            package shop;
            import io.heddle.config.Settings;
            import io.heddle.http.auth.*;
            public final class Tickets implements AuthenticatorProvider {
              public Tickets() { throw new IllegalStateException("no printer"); }
              public Authenticator create(Authenticator it, Settings all) { return it; }
            }
            """)
        .serving(AuthenticatorProvider.class)
        .into(folder, "a.jar");

    var optional = Ran.command(Ran.in(data, "HEDDLE_EXTENSIONS_REQUIRED", "off"), "serve");
    var required = Ran.command(Ran.in(data), "serve");

    assertThat(optional.code()).isEqualTo(2);
    assertThat(optional.err()).startsWith("heddle: no key to verify tokens with: set");
    assertThat(required.code()).isEqualTo(1);
    assertThat(required.err()).contains("shop.Tickets", "no printer", "extensions.required");
  }

  @Test
  void anAuthenticatorThatIsNamedAndMissingIsToldInWords() throws IOException {
    var folder = Files.createDirectory(data.resolve("extensions"));
    TestJar.of("shop.Missing", "package shop; class Missing {}")
        .serving(AuthenticatorProvider.class)
        .into(folder, "a.jar");

    var ran = Ran.command(Ran.in(data), "serve");

    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).startsWith("heddle: extensions do not load").contains("shop.Missing");
  }

  @Test
  void aDevelopmentNodeThatCannotMakeTokensIsRefused() {
    var ran = Ran.command(Ran.in(data, "HEDDLE_JWT_PUBLIC_KEY_FILE", "key.pem"), "dev");

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).startsWith("heddle: heddle.jwt.public-key-file is set:");
  }

  @Test
  void aRedisOfItsOwnAndAnotherOneAreTooMany() {
    var ran = Ran.command(Ran.in(data, "REDIS_URL", "redis://127.0.0.1:1"), "dev", "--redis");

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("--redis", "heddle.redis.url (REDIS_URL)");
  }
}
