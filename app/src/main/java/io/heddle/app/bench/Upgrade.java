package io.heddle.app.bench;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * The opening handshake (RFC 6455, section 4). One random key serves a whole run: the nonce guards
 * against caches between client and server, and here it only has to be answered rightly.
 */
final class Upgrade {
  static final String SUBPROTOCOL = "heddle.v1";
  static final int MAX_HEAD = 16 * 1024;
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private final String head;
  private final String accept;

  Upgrade(Target target, byte[] nonce) {
    String key = Base64.getEncoder().encodeToString(nonce);
    this.accept = accept(key);
    this.head =
        "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                .formatted(target.resource(), target.host())
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: %s\r\n".formatted(key)
            + "Sec-WebSocket-Protocol: %s\r\n".formatted(SUBPROTOCOL);
  }

  byte[] request(Optional<String> token) {
    String authorization = token.map(t -> "Authorization: Bearer " + t + "\r\n").orElse("");
    return (head + authorization + "\r\n").getBytes(StandardCharsets.US_ASCII);
  }

  /** Where the frames begin, or -1 when the head is not complete; a refusal is a fault. */
  int answered(byte[] bytes, int from, int until) throws ProtocolFault {
    int end = endOfHead(bytes, from, until);
    if (end < 0) {
      if (until - from > MAX_HEAD) {
        throw new ProtocolFault("answer's head over " + MAX_HEAD + " bytes");
      }
      return -1;
    }
    String answer = new String(bytes, from, end - from, StandardCharsets.ISO_8859_1);
    if (!answer.startsWith("HTTP/1.1 101 ")) {
      int space = answer.indexOf(' ');
      throw new ProtocolFault(
          answer.startsWith("HTTP/1.") && answer.length() > space + 4
              ? "HTTP " + answer.substring(space + 1, space + 4)
              : "answer is not HTTP");
    }
    if (!header(answer, "sec-websocket-accept").equals(accept)) {
      throw new ProtocolFault("wrong Sec-WebSocket-Accept");
    }
    if (!header(answer, "sec-websocket-protocol").equals(SUBPROTOCOL)) {
      throw new ProtocolFault("subprotocol " + SUBPROTOCOL + " not chosen");
    }
    return end;
  }

  /** The answer that a server owes to this key. */
  static String accept(String key) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      return Base64.getEncoder()
          .encodeToString(sha1.digest((key + GUID).getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }

  private static String header(String answer, String name) {
    return answer
        .lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("");
  }

  private static int endOfHead(byte[] bytes, int from, int until) {
    for (int i = from; i + 3 < until; i++) {
      if (bytes[i] == '\r'
          && bytes[i + 1] == '\n'
          && bytes[i + 2] == '\r'
          && bytes[i + 3] == '\n') {
        return i + 4;
      }
    }
    return -1;
  }
}
