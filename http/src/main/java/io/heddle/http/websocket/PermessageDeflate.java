package io.heddle.http.websocket;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether messages are compressed: the server's answer to what a client offers (RFC 7692, section
 * 7.1). Each message is compressed by itself, in both directions: a connection then holds no window
 * of 32 KiB, and one compressed frame serves everybody in a room.
 */
public final class PermessageDeflate {
  /** What the answer says in {@code Sec-WebSocket-Extensions} where an offer is taken. */
  public static final String RESPONSE =
      "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

  private static final String NAME = "permessage-deflate";
  private static final int LARGEST_WINDOW = 15;

  private PermessageDeflate() {}

  /**
   * Whether one of the offers can be taken. An offer with a parameter that is unknown, comes twice
   * or has no valid value is passed over (section 5.1), and so is one that asks the server for a
   * window below 32 KiB.
   *
   * @param lines the lines of {@code Sec-WebSocket-Extensions}, in the request's order
   */
  public static boolean isOffered(List<String> lines) {
    for (String line : lines) {
      for (String offer : line.split(",", -1)) {
        if (isAcceptable(offer.split(";", -1))) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isAcceptable(String[] offer) {
    if (!offer[0].strip().equalsIgnoreCase(NAME)) {
      return false;
    }
    Set<String> seen = new HashSet<>();
    for (int i = 1; i < offer.length; i++) {
      String[] parameter = offer[i].split("=", 2);
      String name = parameter[0].strip();
      String value = parameter.length == 1 ? "" : unquoted(parameter[1].strip());
      boolean valid =
          switch (name) {
            case "server_no_context_takeover", "client_no_context_takeover" ->
                parameter.length == 1;
            case "client_max_window_bits" -> parameter.length == 1 || windowBits(value) > 0;
            case "server_max_window_bits" -> windowBits(value) == LARGEST_WINDOW;
            default -> false;
          };
      if (!valid || !seen.add(name)) {
        return false;
      }
    }
    return true;
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  /** 8 to 15, without leading zeroes; 0 where it is anything else. */
  private static int windowBits(String value) {
    return switch (value) {
      case "8", "9", "10", "11", "12", "13", "14", "15" -> Integer.parseInt(value);
      default -> 0;
    };
  }
}
