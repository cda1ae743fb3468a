package io.heddle.http.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.pekko.http.javadsl.model.Uri;
import org.apache.pekko.http.scaladsl.model.IllegalUriException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetsTest {
  private final RequestTargets targets = new RequestTargets();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/ws",
        "/ws?",
        "/ws?token=a.b-c_d~e",
        "/ws?a=1&b=2&c",
        "/ws?a=%20b",
        "/ws?a=b+c",
        "/ws?a?b",
        "/w%20s?token=x",
        "//ws?token=x",
        "/ws/../ws?x=1",
      })
  void anAddressIsWhatItsParserSays(String target) {
    Uri parsed = Uri.create("http://example.com:8080" + target);
    for (int i = 0; i < 2; i++) {
      Uri uri = targets.uri("example.com:8080", target);
      assertThat(uri).isEqualTo(parsed);
      assertThat(uri.query().toMultiMap()).isEqualTo(parsed.query().toMultiMap());
    }
  }

  @Test
  void hostsAndPathsAreKeptApart() {
    assertThat(targets.uri("a", "/ws?x=1").host().address()).isEqualTo("a");
    assertThat(targets.uri("b", "/ws?x=1").host().address()).isEqualTo("b");
    assertThat(targets.uri("b", "/other?x=1").path()).isEqualTo("/other");
    assertThat(targets.uri("b", "/ws?x=2").rawQueryString()).contains("x=2");
  }

  @Test
  void whatIsAskedForAgainIsParsedOnce() {
    assertThat(path("home")).isSameAs(path("home"));
  }

  /** A table that only filled up would have had no place for anybody after the first few. */
  @Test
  void aFloodOfAddressesLeavesEachOneRightAndNobodyWithoutAPlace() {
    for (int i = 0; i < 10_000; i++) {
      assertThat(targets.uri("host" + i, "/ws?n=" + i))
          .hasToString("http://host" + i + "/ws?n=" + i);
    }

    assertThat(targets.uri("home", "/ws?x=1")).hasToString("http://home/ws?x=1");
    assertThat(path("home")).isSameAs(path("home"));
  }

  @Test
  void aLongAddressIsNotKept() {
    String host = "h".repeat(60) + ".example";
    String path = "/" + "p".repeat(300);

    assertThat(targets.uri(host, path + "?x=1").asScala().path())
        .isEqualTo(targets.uri(host, path + "?x=1").asScala().path())
        .isNotSameAs(targets.uri(host, path + "?x=1").asScala().path());
  }

  @Test
  void whatIsNoAddressIsRefused() {
    assertThatThrownBy(() -> targets.uri("a b", "/ws?x=1")).isInstanceOf(IllegalUriException.class);
  }

  private org.apache.pekko.http.scaladsl.model.Uri.Path path(String host) {
    return targets.uri(host, "/ws?token=x").asScala().path();
  }
}
