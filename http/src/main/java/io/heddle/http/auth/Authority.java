package io.heddle.http.auth;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Host and port, as a {@code Host} header has them (RFC 9110, section 7.2).
 *
 * @param host a name, an IPv4 address or an IPv6 address in brackets, in lower case
 * @param port 1 to 65535; empty where it is the default of whatever scheme
 */
public record Authority(String host, OptionalInt port) {
  private static final Pattern FORM =
      Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::([0-9]{1,5}))?");

  /** Reads {@code host} or {@code host:port}; empty where the text is neither. */
  public static Optional<Authority> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String host = matcher.group(1).toLowerCase(Locale.ROOT);
    String port = matcher.group(2);
    if (port == null) {
      return Optional.of(new Authority(host, OptionalInt.empty()));
    }
    int number = Integer.parseInt(port);
    return number >= 1 && number <= 65_535
        ? Optional.of(new Authority(host, OptionalInt.of(number)))
        : Optional.empty();
  }

  /** As it stands in a URL. */
  @Override
  public String toString() {
    return port.isPresent() ? host + ":" + port.getAsInt() : host;
  }
}
