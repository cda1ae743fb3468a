package io.heddle.http.auth;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/**
 * Finds the credentials of a request. Headers are read by name as text, so that it makes no
 * difference whether a server has modelled them. Safe to call from any thread.
 */
public final class CredentialsReader {
  private static final String SCHEME = "bearer";

  private final List<String> cookies;

  /** Takes the names of the cookies in which a token may come, in the order of trying. */
  public CredentialsReader(List<String> cookies) {
    this.cookies = List.copyOf(cookies);
  }

  /** Looks at {@code Authorization}, then the query's {@code token}, then the cookies. */
  public Credentials read(HttpRequest request) {
    return authorization(request)
        .or(() -> query(request))
        .or(() -> cookie(request))
        .orElseGet(Credentials.None::new);
  }

  /** As {@link #read}, without the query: URLs of the admin API end up in logs and histories. */
  public Credentials readHeaders(HttpRequest request) {
    return authorization(request).or(() -> cookie(request)).orElseGet(Credentials.None::new);
  }

  private static Optional<Credentials> authorization(HttpRequest request) {
    return request.getHeader("authorization").map(header -> bearer(header.value().strip()));
  }

  private static Credentials bearer(String value) {
    int space = value.indexOf(' ');
    String scheme = space < 0 ? value : value.substring(0, space);
    if (!scheme.toLowerCase(Locale.ROOT).equals(SCHEME)) {
      return new Credentials.Unsupported();
    }
    return new Credentials.Bearer(space < 0 ? "" : value.substring(space).strip());
  }

  private static Optional<Credentials> query(HttpRequest request) {
    Optional<String> query = request.getUri().rawQueryString();
    if (query.isEmpty()) {
      return Optional.empty();
    }
    for (String pair : query.get().split("&", -1)) {
      if (pair.equals("token")) {
        return Optional.of(new Credentials.Query(""));
      }
      if (pair.startsWith("token=")) {
        return Optional.of(new Credentials.Query(decoded(pair.substring("token=".length()))));
      }
    }
    return Optional.empty();
  }

  private static String decoded(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return text;
    }
  }

  private Optional<Credentials> cookie(HttpRequest request) {
    if (cookies.isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> sent = new HashMap<>();
    for (HttpHeader header : request.getHeaders()) {
      if (header.is("cookie")) {
        split(header.value(), sent);
      }
    }
    for (String name : cookies) {
      String token = sent.get(name);
      if (token != null) {
        return Optional.of(new Credentials.Cookie(token));
      }
    }
    return Optional.empty();
  }

  /** RFC 6265, section 4.2.1; of two cookies with one name the first counts. */
  private static void split(String header, Map<String, String> into) {
    for (String pair : header.split(";", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        into.putIfAbsent(
            pair.substring(0, equals).strip(), unquoted(pair.substring(equals + 1).strip()));
      }
    }
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }
}
