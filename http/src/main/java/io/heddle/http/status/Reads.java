package io.heddle.http.status;

import static org.apache.pekko.http.javadsl.server.Directives.complete;
import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.extractRequest;
import static org.apache.pekko.http.javadsl.server.Directives.get;
import static org.apache.pekko.http.javadsl.server.Directives.head;

import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.Route;

/** Answers GET, and HEAD, by which load balancers like to ask. */
final class Reads {
  private Reads() {}

  static Route answer(Function<HttpRequest, HttpResponse> answer) {
    Route route = extractRequest(request -> complete(answer.apply(request)));
    return concat(get(() -> route), head(() -> route));
  }
}
