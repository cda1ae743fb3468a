package io.heddle.http.server;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.Uri;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.scaladsl.model.IllegalUriException;
import scala.Option;

/**
 * Reads the head of a WebSocket's upgrade request, and only where it is beyond doubt: {@code GET},
 * HTTP/1.1, lines that end in CR LF, names and values of printable ASCII, one {@code Host}, one
 * {@code Upgrade}, no body. Everything else is left to Pekko HTTP's parser, so that one parser
 * judges what is odd, under either server, and no two disagree about one connection.
 *
 * <p>Headers are raw: to model one costs 17 µs. What answers upgrades reads them by name.
 */
final class RequestHead {
  /** The end has not come yet. */
  static final int INCOMPLETE = -1;

  /** A line ends in LF alone. */
  static final int ODD = -2;

  /** As pekko.http.parsing.max-header-count and max-header-name-length. */
  private static final int MAX_HEADERS = 64;

  private static final int MAX_NAME = 64;

  private static final String LETTERS_AND_DIGITS =
      "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

  private static final boolean[] NAME = table("!#$%&'*+.^_`|~-" + LETTERS_AND_DIGITS);

  /** Stands for itself in a query, whoever parses it. */
  private static final boolean[] QUERY = table("-._~=&" + LETTERS_AND_DIGITS);

  private static final int REMEMBERED = 64;
  private static final int LONGEST_REMEMBERED = 256;
  private static final Map<String, org.apache.pekko.http.scaladsl.model.Uri> URIS =
      new ConcurrentHashMap<>();

  private static final byte[] METHOD = "GET /".getBytes(StandardCharsets.US_ASCII);
  private static final String VERSION = " HTTP/1.1";

  private RequestHead() {}

  /** Whether what has come so far may become the head of an upgrade. */
  static boolean mayBegin(byte[] bytes, int length) {
    for (int i = 0; i < Math.min(length, METHOD.length); i++) {
      if (bytes[i] != METHOD[i]) {
        return false;
      }
    }
    return true;
  }

  /** Where the head ends, empty line included, or {@link #INCOMPLETE} or {@link #ODD}. */
  static int end(byte[] bytes, int from, int length) {
    for (int i = from; i < length; i++) {
      if (bytes[i] == '\n') {
        if (i == 0 || bytes[i - 1] != '\r') {
          return ODD;
        }
        if (i >= 3 && bytes[i - 2] == '\n' && bytes[i - 3] == '\r') {
          return i + 1;
        }
      }
    }
    return INCOMPLETE;
  }

  /** The request whose head is {@code bytes[0, end)}; empty where it is no upgrade beyond doubt. */
  static Optional<HttpRequest> upgrade(byte[] bytes, int end) {
    String head = new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
    int line = head.indexOf("\r\n");
    if (!head.startsWith(VERSION, line - VERSION.length())) {
      return Optional.empty();
    }
    String target = head.substring(METHOD.length - 1, line - VERSION.length());
    List<HttpHeader> headers = new ArrayList<>();
    String host = "";
    boolean upgrade = false;
    for (int at = line + 2; at < end - 2; ) {
      int stop = head.indexOf("\r\n", at);
      int colon = head.indexOf(':', at);
      if (colon < 0 || colon > stop || headers.size() == MAX_HEADERS) {
        return Optional.empty();
      }
      String name = head.substring(at, colon);
      String value = head.substring(colon + 1, stop).strip();
      if (name.isEmpty() || name.length() > MAX_NAME || !only(NAME, name) || !printable(value)) {
        return Optional.empty();
      }
      RawHeader header = RawHeader.create(name, value);
      switch (header.lowercaseName()) {
        case "host" -> {
          if (!host.isEmpty() || value.isEmpty()) {
            return Optional.empty();
          }
          host = value;
        }
        case "upgrade" -> {
          if (upgrade || !value.equalsIgnoreCase("websocket")) {
            return Optional.empty();
          }
          upgrade = true;
        }
        case "content-length", "transfer-encoding" -> {
          return Optional.empty();
        }
        default -> {}
      }
      headers.add(header);
      at = stop + 2;
    }
    return upgrade && !host.isEmpty() && printable(target)
        ? request(host, target, headers)
        : Optional.empty();
  }

  private static Optional<HttpRequest> request(
      String host, String target, List<HttpHeader> headers) {
    try {
      return Optional.of(
          HttpRequest.create().withUri(uri("http://" + host, target)).addHeaders(headers));
    } catch (IllegalUriException _) {
      return Optional.empty();
    }
  }

  /** To parse a target, token and all, costs as much as the rest of a head. */
  private static Uri uri(String origin, String target) {
    int query = target.indexOf('?') + 1;
    if (query == 0 || !only(QUERY, target.substring(query))) {
      return Uri.create(origin + target);
    }
    var uri = parsed(origin + target.substring(0, query - 1));
    return Uri.create(
        uri.copy(
            uri.scheme(),
            uri.authority(),
            uri.path(),
            Option.apply(target.substring(query)),
            uri.fragment()));
  }

  /** Few hosts and paths are asked for again and again; the first ones are remembered. */
  private static org.apache.pekko.http.scaladsl.model.Uri parsed(String uri) {
    var known = URIS.get(uri);
    if (known == null) {
      known = org.apache.pekko.http.scaladsl.model.Uri.apply(uri);
      if (URIS.size() < REMEMBERED && uri.length() <= LONGEST_REMEMBERED) {
        URIS.put(uri, known);
      }
    }
    return known;
  }

  private static boolean printable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\t' && (c < ' ' || c > '~')) {
        return false;
      }
    }
    return true;
  }

  private static boolean only(boolean[] allowed, String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= allowed.length || !allowed[text.charAt(i)]) {
        return false;
      }
    }
    return true;
  }

  private static boolean[] table(String characters) {
    boolean[] table = new boolean[128];
    characters.chars().forEach(c -> table[c] = true);
    return table;
  }
}
