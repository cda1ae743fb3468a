package io.heddle.http.auth;

import io.heddle.http.answer.Problem;
import java.util.List;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/**
 * That somebody is not let in.
 *
 * @param reason one of few, for meters and the status
 * @param error one line for whoever asked; never holds the token
 */
public record Refusal(RefusalReason reason, String error) {
  private static final String CHALLENGE = "Bearer realm=\"heddle\"";

  /** The HTTP status of the answer: 401, 403, 415 or 503. */
  public int status() {
    return reason.status();
  }

  /** {@code WWW-Authenticate} with a 401 (RFC 6750, section 3). */
  public List<HttpHeader> headers() {
    return switch (reason) {
      case NO_CREDENTIALS, UNSUPPORTED_SCHEME -> List.of(challenge(CHALLENGE));
      case INVALID_TOKEN, TOKEN_EXPIRED ->
          List.of(
              challenge(
                  CHALLENGE
                      + ", error=\"invalid_token\", error_description=\""
                      + error.replaceAll("[^\\x20\\x21\\x23-\\x5B\\x5D-\\x7E]", "?")
                      + "\""));
      case ORIGIN, ROLE, CONTENT_TYPE, UNAVAILABLE -> List.of();
    };
  }

  /** The answer, before any upgrade. */
  public HttpResponse response() {
    return reason == RefusalReason.UNAVAILABLE
        ? Problem.unavailable(error).response()
        : new Problem(status(), error, headers()).response();
  }

  private static HttpHeader challenge(String value) {
    return RawHeader.create("WWW-Authenticate", value);
  }
}
