package io.heddle.http.auth;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Where a page came from, as browsers say it (RFC 6454).
 *
 * @param scheme in lower case, such as {@code https}
 * @param host in lower case
 * @param port the scheme's default filled in; empty where the scheme has none
 */
record Origin(String scheme, String host, OptionalInt port) {
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*");

  /** Reads {@code scheme://host[:port]}; empty for {@code null} and all that is no origin. */
  static Optional<Origin> parse(String text) {
    int colon = text.indexOf("://");
    if (colon < 0 || !SCHEME.matcher(text.substring(0, colon)).matches()) {
      return Optional.empty();
    }
    String scheme = text.substring(0, colon).toLowerCase(Locale.ROOT);
    return Authority.parse(text.substring(colon + 3))
        .map(
            authority ->
                new Origin(
                    scheme,
                    authority.host(),
                    authority.port().isPresent() ? authority.port() : defaultPort(scheme)));
  }

  /** The port that a scheme stands for. */
  static OptionalInt defaultPort(String scheme) {
    return switch (scheme) {
      case "http", "ws" -> OptionalInt.of(80);
      case "https", "wss" -> OptionalInt.of(443);
      default -> OptionalInt.empty();
    };
  }
}
