package io.heddle.http.head;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.scaladsl.model.IllegalUriException;

/**
 * Reads the head of a WebSocket's upgrade request, and only where it is beyond doubt: {@code GET},
 * HTTP/1.1, lines that end in CR LF, names and values of printable ASCII, one {@code Host}, one
 * {@code Upgrade}, no body. Everything else is left to Pekko HTTP's parser, so that one parser
 * judges what is odd, under either server, and no two disagree about one connection.
 *
 * <p>Headers are raw: to model one costs 17 µs. What answers upgrades reads them by name.
 */
public final class RequestHead {
  /** The end has not come yet. */
  public static final int INCOMPLETE = -1;

  /** No upgrade beyond doubt: another method, or a line that ends in LF alone. */
  public static final int ODD = -2;

  /** As pekko.http.parsing.max-header-count and max-header-name-length. */
  private static final int MAX_HEADERS = 64;

  private static final int MAX_NAME = 64;

  private static final String METHOD = "GET /";
  private static final String VERSION = " HTTP/1.1";
  private static final String LINE_END = "\r\n";

  private RequestHead() {}

  /**
   * Length of the head that these bytes begin with, empty line included, or {@link #INCOMPLETE} or
   * {@link #ODD}.
   *
   * @param seen how many of the bytes were asked about before
   */
  public static int length(ByteBuf bytes, int seen) {
    int start = bytes.readerIndex();
    int stop = bytes.writerIndex();
    for (int i = 0; i < Math.min(stop - start, METHOD.length()); i++) {
      if (bytes.getByte(start + i) != METHOD.charAt(i)) {
        return ODD;
      }
    }
    int feed = bytes.indexOf(start + seen, stop, (byte) '\n');
    while (feed >= 0) {
      if (bytes.getByte(feed - 1) != '\r') {
        return ODD;
      }
      if (bytes.getByte(feed - 2) == '\n') {
        return feed + 1 - start;
      }
      feed = bytes.indexOf(feed + 1, stop, (byte) '\n');
    }
    return INCOMPLETE;
  }

  /** The request that a whole head is; empty where it is no upgrade beyond doubt. */
  public static Optional<HttpRequest> upgrade(ByteBuf bytes, int length, RequestTargets targets) {
    String head = bytes.toString(bytes.readerIndex(), length, StandardCharsets.ISO_8859_1);
    int line = head.indexOf(LINE_END);
    if (!head.startsWith(VERSION, line - VERSION.length())) {
      return Optional.empty();
    }
    String target = head.substring(METHOD.length() - 1, line - VERSION.length());
    List<HttpHeader> headers = new ArrayList<>();
    String host = "";
    boolean upgrade = false;
    for (int at = line + 2; at < length - 2; ) {
      int stop = head.indexOf(LINE_END, at);
      int colon = head.indexOf(':', at);
      if (colon < 0 || colon > stop || headers.size() == MAX_HEADERS) {
        return Optional.empty();
      }
      String name = head.substring(at, colon);
      String value = head.substring(colon + 1, stop).strip();
      if (!isName(name) || !Characters.printable(value)) {
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
    return upgrade && !host.isEmpty() && Characters.printable(target)
        ? request(host, target, headers, targets)
        : Optional.empty();
  }

  private static boolean isName(String name) {
    return !name.isEmpty() && name.length() <= MAX_NAME && Characters.NAME.all(name, 0);
  }

  private static Optional<HttpRequest> request(
      String host, String target, List<HttpHeader> headers, RequestTargets targets) {
    try {
      return Optional.of(
          HttpRequest.create().withUri(targets.uri(host, target)).addHeaders(headers));
    } catch (IllegalUriException _) {
      return Optional.empty();
    }
  }
}
