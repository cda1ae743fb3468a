package io.heddle.http.answer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.http.javadsl.server.ExceptionHandler;
import org.apache.pekko.http.javadsl.server.RejectionHandler;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;
import org.apache.pekko.http.scaladsl.model.IllegalUriException;

/**
 * Turns what no route has answered, and what went wrong in one, into a {@link Problem}. Goes around
 * all routes of a server together, since only then is known that nobody takes a path.
 */
public final class ProblemSeal {
  private final MeterRegistry registry;

  /** Counts in {@code heddle.http.rejected}, by status. */
  public ProblemSeal(MeterRegistry registry) {
    this.registry = registry;
  }

  /** The route that answers everything: 404, 405 with {@code Allow}, 500 with a reference. */
  public Route seal(Route routes) {
    return routes.seal(
        RejectionHandler.defaultHandler().mapRejectionResponse(this::rejected), exceptions());
  }

  /** Keeps the status and headers that the standard handler chose, and replaces its text. */
  private HttpResponse rejected(HttpResponse standard) {
    int status = standard.status().intValue();
    List<HttpHeader> headers = new ArrayList<>();
    standard.getHeaders().forEach(headers::add);
    String detail =
        switch (status) {
          case 404 -> "no such resource";
          case 405 -> "this method is not taken here";
          default -> standard.status().reason();
        };
    count(status);
    return new Problem(status, detail, headers).response();
  }

  private ExceptionHandler exceptions() {
    return ExceptionHandler.newBuilder()
        .match(EntityStreamSizeException.class, _ -> answer(Problem.of(413, "body is too large")))
        .match(
            IllegalUriException.class,
            _ -> answer(Problem.badRequest("path or query is malformed")))
        .matchAny(fault -> answer(Fault.logged(fault)))
        .build();
  }

  private Route answer(Problem problem) {
    count(problem.status());
    return Directives.complete(problem.response());
  }

  private void count(int status) {
    Counter.builder("heddle.http.rejected")
        .description("Requests that no route answered, or that failed in one")
        .tag("status", Integer.toString(status))
        .register(registry)
        .increment();
  }
}
