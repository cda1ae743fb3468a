package io.heddle.config.load;

import io.heddle.config.MembershipSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Texts that must have a form. A text that may hold a secret is never repeated. */
final class Formats {
  private static final int SECRET_BYTES = 32;
  private static final Pattern ORIGIN =
      Pattern.compile("\\*|[a-zA-Z][a-zA-Z0-9+.-]*://(?:\\*\\.)?[^\\s/*?#@,]+");
  private static final Pattern COOKIE = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern WEBSOCKET_URL = Pattern.compile("wss?://[^\\s/]\\S*");
  private static final Pattern REDIS_URL =
      Pattern.compile(
          "(?:rediss?|redis[+](?:tls|ssl|socket)|redis-socket|rediss?-sentinel)://\\S+");

  private static final Converted<String> NO_JWKS_URL =
      Converted.bad("is no URL of keys; write https://host/path, without user and password");

  private static final Converted<String> NO_USER_URL =
      Converted.bad(
          "is no URL of a service; write https://host/path/{user}, without user and password");

  private Formats() {}

  static Converted<String> notEmpty(String text) {
    return text.isBlank() ? Converted.bad("must not be empty") : new Converted.Ok<>(text);
  }

  /** A path that this system can name; whether anything is there is not looked at. */
  static Converted<String> path(String text) {
    try {
      var _ = Path.of(text);
      return notEmpty(text);
    } catch (InvalidPathException e) {
      return Converted.bad("is no path: " + e.getReason());
    }
  }

  /** What an Origin header may be (RFC 6454), or a pattern for it. */
  static Converted<String> origin(String text) {
    return matching(
        ORIGIN, text, "no origin; write *, https://example.com or https://*.example.com");
  }

  /** A cookie's name (RFC 6265, section 4.1.1). */
  static Converted<String> cookie(String text) {
    return matching(COOKIE, text, "no name of a cookie");
  }

  static Converted<String> webSocketUrl(String text) {
    return matching(
        WEBSOCKET_URL, text, "no WebSocket URL; write ws://host/path or wss://host/path");
  }

  static Converted<String> redisUrl(String text) {
    return REDIS_URL.matcher(text).matches()
        ? new Converted.Ok<>(text)
        : Converted.bad("is no Redis URL; it begins with redis://, rediss:// or redis-sentinel://");
  }

  /** An http or https URL; credentials have no place in it, since it is printed and logged. */
  static Converted<String> jwksUrl(String text) {
    try {
      var url = new URI(text);
      boolean web =
          "https".equalsIgnoreCase(url.getScheme()) || "http".equalsIgnoreCase(url.getScheme());
      return web && url.getHost() != null && url.getUserInfo() == null && url.getFragment() == null
          ? new Converted.Ok<>(text)
          : NO_JWKS_URL;
    } catch (URISyntaxException _) {
      return NO_JWKS_URL;
    }
  }

  /**
   * Where a service is asked for a user's groups; the id goes into path or query, never the host.
   */
  static Converted<String> userUrl(String text) {
    try {
      var user = MembershipSettings.USER;
      var url = new URI(text.replace(user, "x"));
      boolean web =
          "https".equalsIgnoreCase(url.getScheme()) || "http".equalsIgnoreCase(url.getScheme());
      boolean fit = url.getHost() != null && url.getUserInfo() == null && url.getFragment() == null;
      int path = text.indexOf('/', text.indexOf("//") + 2);
      return web && fit && path > 0 && text.indexOf(user) > path
          ? new Converted.Ok<>(text)
          : NO_USER_URL;
    } catch (URISyntaxException _) {
      return NO_USER_URL;
    }
  }

  /** A bearer token (RFC 6750, section 2.1). */
  static Converted<String> bearer(String text) {
    return text.matches("[A-Za-z0-9._~+/-]+=*")
        ? new Converted.Ok<>(text)
        : Converted.bad("has characters that no bearer token has");
  }

  /** HS256 needs a key of 256 bits (RFC 7518, section 3.2). */
  static Converted<String> secret(String text) {
    int length = text.getBytes(StandardCharsets.UTF_8).length;
    return length >= SECRET_BYTES
        ? new Converted.Ok<>(text)
        : Converted.bad(
            "has %d bytes as UTF-8, but a secret has %d or more".formatted(length, SECRET_BYTES));
  }

  /**
   * A conversion of a text that is tried only when there is one: empty says that a setting is not
   * used.
   */
  static Function<String, Converted<String>> ifAny(Function<String, Converted<String>> form) {
    return text -> text.isEmpty() ? new Converted.Ok<>(text) : form.apply(text);
  }

  private static Converted<String> matching(Pattern pattern, String text, String otherwise) {
    return pattern.matcher(text).matches()
        ? new Converted.Ok<>(text)
        : Converted.bad("'" + text + "' is " + otherwise);
  }
}
