package io.heddle.http.status;

import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.pathPrefix;
import static org.apache.pekko.http.javadsl.server.PathMatchers.segment;

import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.server.Route;

/** The two names that the API goes by: {@code /api/v1/websocket} and {@code /websocket}. */
public final class ApiPrefixes {
  private ApiPrefixes() {}

  /** The same routes under both. */
  public static Route under(Supplier<Route> routes) {
    return concat(
        pathPrefix(segment("api").slash("v1").slash("websocket"), routes),
        pathPrefix("websocket", routes));
  }
}
