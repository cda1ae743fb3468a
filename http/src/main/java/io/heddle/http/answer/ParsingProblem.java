package io.heddle.http.answer;

import org.apache.pekko.event.LoggingAdapter;
import org.apache.pekko.http.ParsingErrorHandler;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.scaladsl.model.ErrorInfo;
import org.apache.pekko.http.scaladsl.model.StatusCode;
import org.apache.pekko.http.scaladsl.settings.ServerSettings;

/**
 * Answers what is so broken that no route sees it, such as a header that is too long, with a {@link
 * Problem} as well. Named in Pekko HTTP's configuration, {@code pekko.http.server.parsing
 * .error-handler}.
 */
public final class ParsingProblem extends ParsingErrorHandler {
  /** Under this name Pekko looks for the one object of a class that it is given the name of. */
  public static final ParsingProblem MODULE$ = new ParsingProblem();

  /** Summaries are Pekko's own words; one that quotes the request is cut here. */
  private static final int LONGEST = 200;

  private ParsingProblem() {}

  @Override
  public HttpResponse handle(
      StatusCode status, ErrorInfo error, LoggingAdapter log, ServerSettings settings) {
    String printable = error.summary().replaceAll("[^\\x20-\\x7E]", "?");
    String detail = printable.isEmpty() ? status.reason() : printable;
    return Problem.of(
            status.intValue(), detail.length() <= LONGEST ? detail : detail.substring(0, LONGEST))
        .response();
  }
}
