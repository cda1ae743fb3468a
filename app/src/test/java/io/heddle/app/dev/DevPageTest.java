package io.heddle.app.dev;

import static org.assertj.core.api.Assertions.assertThat;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import io.heddle.app.token.TokenMint;
import io.heddle.config.load.SettingsLoader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.http.javadsl.Http;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DevPageTest {
  private static final String SECRET = "a-secret-of-more-than-thirty-two-bytes";
  private static final String JSON = "application/json";

  private static ActorTestKit kit;
  private static HttpClient client;
  private static String authority;

  @BeforeAll
  static void serve() {
    kit = ActorTestKit.create();
    client = HttpClient.newHttpClient();
    var settings = SettingsLoader.load(Optional.empty(), Map.of()).orThrow();
    var mint = new TokenMint(SECRET, settings, Clock.systemUTC());
    var next = new NextSteps(settings, OptionalInt.empty(), "./heddle");
    var binding =
        Http.get(kit.system())
            .newServerAt("127.0.0.1", 0)
            .bind(new DevPage(mint, next).route())
            .toCompletableFuture()
            .join();
    authority = "127.0.0.1:" + binding.localAddress().getPort();
  }

  @AfterAll
  static void stop() {
    client.close();
    kit.shutdownTestKit();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/dev/page.js", "/dev/page.css"})
  void thePageAllowsNothingButItself(String path) throws Exception {
    var answer = client.send(request(path).build(), BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Security-Policy"))
        .hasValueSatisfying(
            policy ->
                assertThat(policy)
                    .contains("default-src 'none'", "script-src 'self'")
                    .doesNotContain("unsafe"));
  }

  @Test
  void thePageNamesNothingThatItsNodeDoesNotServe() throws Exception {
    var page = client.send(request("/").build(), BodyHandlers.ofString()).body();

    assertThat(Pattern.compile("(?:src|href)=\"(/[^\"]*)\"").matcher(page).results())
        .extracting(found -> found.group(1))
        .containsExactlyInAnyOrder("/dev/page.js", "/dev/page.css");
    assertThat(page).doesNotContain("<style", " style=", " onclick=");
  }

  @Test
  void aTokenIsMadeForAnybody() throws Exception {
    var answer = token(JSON, "{\"user\":\"carol\",\"roles\":[\"admin\"],\"groups\":[\"g\"]}");

    var text = answer.body().replaceFirst("^\\{\"token\":\"(.*)\"}$", "$1");
    var token = JWT.require(Algorithm.HMAC256(SECRET)).build().verify(text);
    assertThat(token.getSubject()).isEqualTo("carol");
    assertThat(token.getClaim("roles").asList(String.class)).isEqualTo(List.of("admin"));
    assertThat(token.getClaim("groups").asList(String.class)).isEqualTo(List.of("g"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{\"user\":7", "{\"user\":\"a\",\"rolls\":[]}", "{} {}"})
  void aBodyThatIsNoWishIsRefused(String body) throws Exception {
    var answer = token(JSON, body);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("must be JSON with user, roles, groups, permissions");
  }

  @Test
  void aWishWithoutAUserIsRefused() throws Exception {
    var answer = token(JSON, "{}");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("the user must not be blank");
  }

  @Test
  void aStrangersPageGetsNoToken() throws Exception {
    assertThat(token("text/plain", "{\"user\":\"a\"}").statusCode()).isEqualTo(415);
    assertThat(token(JSON, "{\"user\":\"a\"}", "Origin", "http://evil.example").statusCode())
        .isEqualTo(403);
    assertThat(token(JSON, "{\"user\":\"a\"}", "Origin", "null").statusCode()).isEqualTo(403);
  }

  @Test
  void thePagesOwnOriginGetsOne() throws Exception {
    assertThat(token(JSON, "{\"user\":\"a\"}", "Origin", "http://" + authority).statusCode())
        .isEqualTo(200);
  }

  private static HttpResponse<String> token(String type, String body, String... headers)
      throws IOException, InterruptedException {
    var request =
        request("/dev/token").header("Content-Type", type).POST(BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://" + authority + path));
  }
}
