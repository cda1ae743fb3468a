package io.heddle.http.answer;

import static org.apache.pekko.http.javadsl.server.Directives.complete;
import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.extractRequest;
import static org.apache.pekko.http.javadsl.server.Directives.get;
import static org.apache.pekko.http.javadsl.server.Directives.path;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.http.BoundRoutes;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.http.HttpResponse;
import org.apache.pekko.http.javadsl.model.Uri;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemSealTest {
  private static final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private static final BoundRoutes server =
      new BoundRoutes(
          new ProblemSeal(registry)
              .seal(
                  concat(
                      path(
                          "uri",
                          () -> extractRequest(_ -> complete(Uri.create("/%zz").toString()))),
                      path("read", () -> get(() -> complete("read"))),
                      path(
                          "fault",
                          () ->
                              extractRequest(
                                  _ -> {
                                    throw new IllegalStateException("a secret");
                                  })))));

  @AfterAll
  static void stop() {
    server.close();
  }

  private static double rejected(String status) {
    var counter = registry.find("heddle.http.rejected").tag("status", status).counter();
    return counter == null ? 0 : counter.count();
  }

  @ParameterizedTest
  @CsvSource({
    "GET,  /absent, 404, no such resource",
    "POST, /read,   405, this method is not taken here",
  })
  void whatNoRouteAnswersIsAProblemAndIsCounted(
      String method, String target, int status, String detail) {
    double before = rejected(Integer.toString(status));
    HttpResponse<String> response = server.send(method, target, "");

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(BoundRoutes.json(response).path("error").asText()).isEqualTo(detail);
    assertThat(rejected(Integer.toString(status))).isEqualTo(before + 1);
  }

  @Test
  void aUriThatARouteCannotReadIsNoFaultOfTheServer() {
    HttpResponse<String> response = server.get("/uri");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(BoundRoutes.json(response).path("error").asText())
        .isEqualTo("path or query is malformed");
  }

  @Test
  void aFaultTellsAReferenceAndNoSecret() {
    HttpResponse<String> response = server.get("/fault");

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body()).contains("reference").doesNotContain("secret");
    assertThat(rejected("500")).isEqualTo(1);
  }
}
