package io.heddle.http.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListedOriginsTest {
  private static HttpRequest from(String origin, String host) {
    return HttpRequest.GET("/ws")
        .addHeader(RawHeader.create("Host", host))
        .addHeader(RawHeader.create("Origin", origin));
  }

  @ParameterizedTest
  @CsvSource({
    "https://app.example.com, app.example.com, true",
    "https://App.Example.com, APP.example.COM, true",
    "https://app.example.com:443, app.example.com, true",
    "https://app.example.com, app.example.com:443, true",
    "http://localhost:8080, localhost:8080, true",
    "http://[::1]:8080, [::1]:8080, true",
    "http://app.example.com, app.example.com:443, false",
    "http://localhost:3000, localhost:8080, false",
    "http://localhost, localhost:8080, false",
    "https://evil.com, app.example.com, false",
    "https://app.example.com.evil.com, app.example.com, false",
    "https://evil.com/app.example.com, app.example.com, false",
    "https://app.example.com@evil.com, app.example.com, false",
    "ftp://app.example.com, app.example.com, false",
    "null, app.example.com, false",
    "'', app.example.com, false",
    "app.example.com, app.example.com, false",
  })
  void withACookieTheOriginMustBeTheServersOwn(String origin, String host, boolean allowed) {
    assertThat(new ListedOrigins(List.of(), false).allows(from(origin, host), true))
        .isEqualTo(allowed);
  }

  @Test
  void theSchemeIsComparedWhereAProxySaysIt() {
    ListedOrigins policy = new ListedOrigins(List.of(), false);
    HttpRequest secure = from("https://a.com", "a.com").addHeader(forwarded("https, http"));
    HttpRequest downgraded = from("http://a.com", "a.com").addHeader(forwarded("https"));

    assertThat(policy.allows(secure, true)).isTrue();
    assertThat(policy.allows(downgraded, true)).isFalse();
  }

  private static RawHeader forwarded(String scheme) {
    return RawHeader.create("X-Forwarded-Proto", scheme);
  }

  @ParameterizedTest
  @CsvSource({
    "https://app.example.com, true",
    "https://APP.example.com:443, true",
    "http://app.example.com, false",
    "https://app.example.com:8443, false",
    "https://a.wild.org, true",
    "https://a.b.wild.org, true",
    "https://wild.org, false",
    "https://evilwild.org, false",
    "http://a.wild.org, false",
    "https://a.wild.org:8443, false",
    "capacitor://localhost, true",
    "capacitor://elsewhere, false",
    "null, false",
    "nonsense, false",
  })
  void whereAListIsSetTheOriginMustBeListedWithAndWithoutACookie(String origin, boolean allowed) {
    ListedOrigins policy =
        new ListedOrigins(
            List.of("https://app.example.com", "https://*.wild.org", "capacitor://localhost"),
            false);
    HttpRequest request = from(origin, "server.example.com");

    assertThat(policy.allows(request, false)).isEqualTo(allowed);
    assertThat(policy.allows(request, true)).isEqualTo(allowed);
  }

  @Test
  void whereAListIsSetTheServersOwnOriginGoesWithACookieAlone() {
    ListedOrigins policy = new ListedOrigins(List.of("https://app.example.com"), false);
    HttpRequest own = from("https://server.example.com", "server.example.com");

    assertThat(policy.allows(own, true)).isTrue();
    assertThat(policy.allows(own, false)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://anything.com", "null", "nonsense", ""})
  void withoutACookieAndWithoutAListAnyOriginIsAllowed(String origin) {
    assertThat(new ListedOrigins(List.of(), false).allows(from(origin, "a.com"), false)).isTrue();
  }

  @Test
  void aStarListsAllButNullWithACookie() {
    ListedOrigins policy = new ListedOrigins(List.of("*"), false);

    assertThat(policy.allows(from("https://any.com", "a.com"), true)).isTrue();
    assertThat(policy.allows(from("https://any.com", "a.com"), false)).isTrue();
    assertThat(policy.allows(from("null", "a.com"), true)).isFalse();
    assertThat(policy.allows(from("null", "a.com"), false)).isTrue();
  }

  @Test
  void nullMayBeListedForThoseWithoutACookie() {
    ListedOrigins policy = new ListedOrigins(List.of("null"), false);

    assertThat(policy.allows(from("null", "a.com"), false)).isTrue();
    assertThat(policy.allows(from("null", "a.com"), true)).isFalse();
    assertThat(policy.allows(from("https://b.com", "a.com"), false)).isFalse();
  }

  @Test
  void withoutAnOriginACookieCountsOnlyBySetting() {
    HttpRequest request = HttpRequest.GET("/ws");

    assertThat(new ListedOrigins(List.of("https://a.com"), false).allows(request, false)).isTrue();
    assertThat(new ListedOrigins(List.of(), false).allows(request, true)).isFalse();
    assertThat(new ListedOrigins(List.of(), true).allows(request, true)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"example.com", "https://", "https://*", "https://a b", "https://a/b", ""})
  void anEntryThatIsNoOriginIsAFaultThatNamesTheSetting(String entry) {
    assertThatThrownBy(() -> new ListedOrigins(List.of(entry), false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("heddle.websocket.allowed-origins: not an origin: " + entry);
  }
}
