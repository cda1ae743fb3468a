package io.heddle.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.interfaces.DecodedJWT;
import io.heddle.app.dev.DevSecret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenCommandTest {
  private static final String SECRET = "a-secret-of-more-than-thirty-two-bytes";
  private static final String OTHER = "another-secret-of-more-than-32-bytes!!";

  @TempDir Path data;

  @Test
  void allThatIsAskedForStandsInTheToken() {
    var ran =
        Ran.command(
            Ran.in(data, "HEDDLE_JWT_SECRET", SECRET),
            ("token --sub alice --role admin --role editor --group g1,g2 --permission broadcast"
                    + " --claim device=phone --claim tag=a --claim tag=b --ttl 2h")
                .split(" "));

    var token = verified(ran.out(), SECRET);
    assertThat(ran.code()).isZero();
    assertThat(token.getSubject()).isEqualTo("alice");
    assertThat(token.getClaim("roles").asList(String.class)).containsExactly("admin", "editor");
    assertThat(token.getClaim("groups").asList(String.class)).containsExactly("g1", "g2");
    assertThat(token.getClaim("permissions").asList(String.class)).containsExactly("broadcast");
    assertThat(token.getClaim("device").asString()).isEqualTo("phone");
    assertThat(token.getClaim("tag").asList(String.class)).containsExactly("a", "b");
    assertThat(Duration.between(token.getIssuedAtAsInstant(), token.getExpiresAtAsInstant()))
        .isEqualTo(Duration.ofHours(2));
  }

  @Test
  void aTokenHasWhatTheNodeDemands() {
    var ran =
        Ran.command(
            Ran.in(
                data,
                "HEDDLE_JWT_SECRET",
                SECRET,
                "HEDDLE_JWT_ISSUER",
                "us",
                "HEDDLE_JWT_AUDIENCE",
                "them",
                "HEDDLE_AUTH_USER_CLAIMS",
                "uid"),
            "token",
            "--sub",
            "alice");

    var token = verified(ran.out(), SECRET);
    assertThat(token.getIssuer()).isEqualTo("us");
    assertThat(token.getAudience()).containsExactly("them");
    assertThat(token.getClaim("uid").asString()).isEqualTo("alice");
  }

  @Test
  void aSecretOfTheCommandLineWinsOverTheConfiguredOne() throws IOException {
    var file = Files.writeString(data.resolve("secret"), OTHER + "\n");
    var environment = Ran.in(data, "HEDDLE_JWT_SECRET", SECRET);

    var byText = Ran.command(environment, "token", "--sub", "a", "--secret", OTHER);
    var byFile = Ran.command(environment, "token", "--sub", "a", "--secret-file", file.toString());

    assertThat(verified(byText.out(), OTHER).getSubject()).isEqualTo("a");
    assertThat(verified(byFile.out(), OTHER).getSubject()).isEqualTo("a");
  }

  @Test
  void withoutAnythingElseTheDevelopmentSecretSigns() throws IOException {
    var secret = new DevSecret(data).readOrCreate();

    var ran = Ran.command(Ran.in(data), "token", "--sub", "alice");

    assertThat(verified(ran.out(), secret).getSubject()).isEqualTo("alice");
  }

  @Test
  void withoutAnySecretItSaysWhereOneMayComeFrom() {
    var ran = Ran.command(Ran.in(data), "token", "--sub", "alice");

    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err())
        .isEqualTo(
            "heddle: no secret to sign with: give --secret or --secret-file, set heddle.jwt.secret"
                + " (HEDDLE_JWT_SECRET), or start a development node, which makes one");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --sub a --secret short    | heddle: the secret has 5 bytes, at least 32 are needed
          --sub a --claim device    | heddle: --claim: 'device' is not like name=text
          --sub a --claim sub=b     | heddle: --claim: 'sub' is not a further claim
          --sub a --secret-file nil | heddle: --secret-file: cannot read nil
          """)
  void whatIsWrongIsNamed(String arguments, String expected) {
    var ran =
        Ran.command(Ran.in(data, "HEDDLE_JWT_SECRET", SECRET), ("token " + arguments).split(" "));

    assertThat(ran.code()).isNotZero();
    assertThat(ran.err()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"90s, 90", "30m, 1800", "12h, 43200", "7d, 604800"})
  void aTimeToLiveHasAUnit(String text, long seconds) {
    assertThat(new TtlConverter().convert(text)).isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void aTimeToLiveWithoutAUnitIsRefused() {
    var ran = Ran.command(Ran.in(data), "token", "--sub", "a", "--ttl", "60");

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("--ttl").contains("'60' is not like 90s, 30m, 12h or 7d");
  }

  private static DecodedJWT verified(String token, String secret) {
    return JWT.require(Algorithm.HMAC256(secret)).build().verify(token);
  }
}
