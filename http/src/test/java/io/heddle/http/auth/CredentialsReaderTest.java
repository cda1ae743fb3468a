package io.heddle.http.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsReaderTest {
  private final CredentialsReader reader = new CredentialsReader(List.of("first", "second"));

  private static HttpRequest request(String uri, String... headers) {
    List<HttpHeader> raw = new ArrayList<>();
    for (String header : headers) {
      int colon = header.indexOf(": ");
      raw.add(RawHeader.create(header.substring(0, colon), header.substring(colon + 2)));
    }
    return HttpRequest.GET(uri).withHeaders(raw);
  }

  @ParameterizedTest
  @CsvSource({
    "Authorization,Bearer abc,abc",
    "authorization,bearer abc,abc",
    "AUTHORIZATION,BEARER   abc  ,abc",
    "Authorization,Bearer,''",
  })
  void aBearerTokenStandsInTheHeader(String name, String value, String token) {
    assertThat(reader.read(request("/ws", name + ": " + value)))
        .isEqualTo(new Credentials.Bearer(token));
  }

  @Test
  void modelledHeadersAreReadAsRawOnesAre() {
    HttpRequest request =
        HttpRequest.GET("/ws").addHeader(HttpHeader.parse("Authorization", "Bearer abc"));
    HttpRequest cookie =
        HttpRequest.GET("/ws").addHeader(HttpHeader.parse("Cookie", "x=1; second=abc"));

    assertThat(reader.read(request)).isEqualTo(new Credentials.Bearer("abc"));
    assertThat(reader.read(cookie)).isEqualTo(new Credentials.Cookie("abc"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic YWxpY2U6eA==", "Digest x", "abc", ""})
  void anotherSchemeDecidesTooAndIsNeverSkipped(String value) {
    assertThat(reader.read(request("/ws?token=good", "Authorization: " + value, "Cookie: first=c")))
        .isEqualTo(new Credentials.Unsupported());
  }

  @ParameterizedTest
  @CsvSource({
    "/ws?token=abc,abc",
    "/ws?connect=wait&token=abc&x=1,abc",
    "/ws?token=a%2Eb,a.b",
    "/ws?token=,''",
    "/ws?token,''",
    "/ws?token=one&token=two,one",
    "/ws?xtoken=1&token=abc,abc",
  })
  void aTokenStandsInTheQuery(String uri, String token) {
    assertThat(reader.read(request(uri, "Cookie: first=c")))
        .isEqualTo(new Credentials.Query(token));
  }

  @Test
  void theHeaderGoesBeforeTheQueryAndTheQueryBeforeTheCookie() {
    assertThat(reader.read(request("/ws?token=q", "Authorization: Bearer b", "Cookie: first=c")))
        .isEqualTo(new Credentials.Bearer("b"));
    assertThat(reader.read(request("/ws?token=q", "Cookie: first=c")))
        .isEqualTo(new Credentials.Query("q"));
    assertThat(reader.read(request("/ws", "Cookie: first=c")))
        .isEqualTo(new Credentials.Cookie("c"));
  }

  @Test
  void cookiesAreTriedInTheOrderOfTheirNamesOverAllHeaders() {
    assertThat(reader.read(request("/ws", "Cookie: second=2; x=y", "Cookie: a=b;first=\"1\"")))
        .isEqualTo(new Credentials.Cookie("1"));
    assertThat(reader.read(request("/ws", "Cookie: second=2", "Cookie: second=3")))
        .isEqualTo(new Credentials.Cookie("2"));
    assertThat(reader.read(request("/ws", "Cookie: first="))).isEqualTo(new Credentials.Cookie(""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x=first", "First=1", "first", ";;=", "xfirst=1"})
  void otherCookiesAreNoCredentials(String cookies) {
    assertThat(reader.read(request("/ws?x=token=1", "Cookie: " + cookies)))
        .isEqualTo(new Credentials.None());
  }

  @Test
  void withoutNamesCookiesAreNotRead() {
    assertThat(new CredentialsReader(List.of()).read(request("/ws", "Cookie: first=c")))
        .isEqualTo(new Credentials.None());
  }

  @Test
  void theAdminApiDoesNotReadTheQuery() {
    assertThat(reader.readHeaders(request("/x?token=q"))).isEqualTo(new Credentials.None());
    assertThat(reader.readHeaders(request("/x?token=q", "Cookie: first=c")))
        .isEqualTo(new Credentials.Cookie("c"));
  }
}
