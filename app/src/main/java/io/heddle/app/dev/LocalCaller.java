package io.heddle.app.dev;

import io.heddle.http.answer.Problem;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/**
 * Tells the node's own page from a stranger's that is open in the same browser. A stranger's page
 * can send requests to this machine: but not with JSON in them unasked, not without its own {@code
 * Origin}, and, where it made its own name lead here, not without that name as {@code Host}.
 */
final class LocalCaller {
  private static final Pattern ADDRESS = Pattern.compile("localhost|[0-9.]+|\\[[0-9a-fA-F:.]+]");

  private LocalCaller() {}

  /** What is wrong with the request; empty when it may be answered. */
  static Optional<Problem> refusal(HttpRequest request) {
    var host = request.getHeader("host").map(HttpHeader::value).orElse("");
    if (!ADDRESS.matcher(host.replaceFirst(":[0-9]*$", "")).matches()) {
      return Optional.of(Problem.of(403, "only asked for by address or as localhost"));
    }
    var origin = request.getHeader("origin").map(HttpHeader::value);
    if (origin.isPresent() && !host.equals(authority(origin.get()))) {
      return Optional.of(Problem.of(403, "only for the page of this node"));
    }
    boolean json =
        request.entity().getContentType().mediaType().toString().equals("application/json");
    return json
        ? Optional.empty()
        : Optional.of(Problem.of(415, "the body must be application/json"));
  }

  private static String authority(String origin) {
    try {
      var authority = new URI(origin).getRawAuthority();
      return authority == null ? "" : authority;
    } catch (URISyntaxException e) {
      return "";
    }
  }
}
