package io.heddle.app.dev;

import static org.apache.pekko.http.javadsl.server.Directives.complete;
import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.extractRequest;
import static org.apache.pekko.http.javadsl.server.Directives.extractStrictEntity;
import static org.apache.pekko.http.javadsl.server.Directives.get;
import static org.apache.pekko.http.javadsl.server.Directives.path;
import static org.apache.pekko.http.javadsl.server.Directives.pathSingleSlash;
import static org.apache.pekko.http.javadsl.server.Directives.post;
import static org.apache.pekko.http.javadsl.server.PathMatchers.segment;

import io.heddle.app.token.TokenMint;
import io.heddle.http.answer.Json;
import io.heddle.http.answer.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpCharsets;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.server.Route;

/**
 * The page at {@code /} of a development node, and what it asks its node for: {@code GET
 * /dev/info}, and {@code POST /dev/token}, which gives anybody a token for any user. Never to be
 * bound in production.
 */
public final class DevPage {
  private static final Duration TOKEN_TTL = Duration.ofHours(12);
  private static final Duration BODY_TIMEOUT = Duration.ofSeconds(5);
  private static final long MAX_BODY = 16_384;

  private static final List<HttpHeader> HEADERS =
      List.of(
          RawHeader.create(
              "Content-Security-Policy",
              "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                  + " img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"),
          RawHeader.create("X-Content-Type-Options", "nosniff"),
          RawHeader.create("Referrer-Policy", "no-referrer"),
          RawHeader.create("Cache-Control", "no-cache"));

  private final TokenMint mint;
  private final NextSteps next;

  /**
   * A page.
   *
   * @param mint signs with the node's own secret
   * @param next what the page says about the endpoint and Redis
   */
  public DevPage(TokenMint mint, NextSteps next) {
    this.mint = mint;
    this.next = next;
  }

  /** Rejects every other path. Tokens are for the page itself and for programs on this machine. */
  public Route route() {
    var index = resource("index.html", ContentTypes.TEXT_HTML_UTF8);
    var script =
        resource(
            "page.js", ContentTypes.create(MediaTypes.APPLICATION_JAVASCRIPT, HttpCharsets.UTF_8));
    var style = resource("page.css", ContentTypes.create(MediaTypes.TEXT_CSS, HttpCharsets.UTF_8));
    return concat(
        pathSingleSlash(() -> get(() -> complete(index))),
        path(segment("dev").slash("page.js"), () -> get(() -> complete(script))),
        path(segment("dev").slash("page.css"), () -> get(() -> complete(style))),
        path(segment("dev").slash("info"), () -> get(() -> complete(info()))),
        path(segment("dev").slash("token"), () -> post(this::token)));
  }

  private HttpResponse info() {
    return Json.ok(new Info(next.path(), next.adminRole().orElse(""), next.redisLines()));
  }

  private Route token() {
    return extractRequest(
        request ->
            LocalCaller.refusal(request)
                .map(refusal -> complete(refusal.response()))
                .orElseGet(
                    () ->
                        extractStrictEntity(
                            BODY_TIMEOUT,
                            MAX_BODY,
                            body -> complete(token(body.getData().toArray())))));
  }

  private HttpResponse token(byte[] body) {
    try {
      return Json.ok(new Token(mint.mint(TokenWish.parse(body).request(TOKEN_TTL))));
    } catch (IOException malformed) {
      return Problem.badRequest("the body must be JSON with user, roles, groups, permissions")
          .response();
    } catch (IllegalArgumentException refused) {
      return Problem.badRequest(String.valueOf(refused.getMessage())).response();
    }
  }

  private static HttpResponse resource(String name, ContentType.NonBinary type) {
    try (var stream = DevPage.class.getResourceAsStream("/io/heddle/app/page/" + name)) {
      if (stream == null) {
        throw new IllegalStateException("the page lacks " + name);
      }
      return HttpResponse.create()
          .withHeaders(HEADERS)
          .withEntity(HttpEntities.create(type, stream.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Info(String path, String adminRole, List<String> redis) {}

  private record Token(String token) {}
}
