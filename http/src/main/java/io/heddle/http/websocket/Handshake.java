package io.heddle.http.websocket;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The server's side of the opening handshake (RFC 6455, 4.2), as a function of what the request
 * says.
 */
public final class Handshake {
  /** The most subprotocols that a client may offer. */
  public static final int MAX_PROTOCOLS = 64;

  /**
   * The parts of a request that decide. Each list holds the values of one header, an element for
   * each line, in the order of the request; it is empty where the header is absent.
   *
   * @param method as sent: {@code GET}
   * @param httpVersion as sent: {@code HTTP/1.1}
   * @param connection {@code Connection}
   * @param upgrade {@code Upgrade}
   * @param version {@code Sec-WebSocket-Version}
   * @param key {@code Sec-WebSocket-Key}
   * @param protocols {@code Sec-WebSocket-Protocol}
   * @param extensions {@code Sec-WebSocket-Extensions}
   */
  public record Request(
      String method,
      String httpVersion,
      List<String> connection,
      List<String> upgrade,
      List<String> version,
      List<String> key,
      List<String> protocols,
      List<String> extensions) {
    public Request {
      connection = List.copyOf(connection);
      upgrade = List.copyOf(upgrade);
      version = List.copyOf(version);
      key = List.copyOf(key);
      protocols = List.copyOf(protocols);
      extensions = List.copyOf(extensions);
    }
  }

  /** What to answer. */
  public sealed interface Answer {}

  /**
   * Answer 101.
   *
   * @param accept the value of {@code Sec-WebSocket-Accept}
   * @param offeredProtocols the client's subprotocols, most wanted first; the server may choose one
   *     of them or none
   * @param compressionOffered whether the client would compress as {@link
   *     PermessageDeflate#RESPONSE} says
   */
  public record Accepted(String accept, List<String> offeredProtocols, boolean compressionOffered)
      implements Answer {
    public Accepted {
      offeredProtocols = List.copyOf(offeredProtocols);
    }
  }

  /**
   * Answer with an error.
   *
   * @param status 400, 405 (to go with {@code Allow: GET}) or 426 (to go with {@code
   *     Sec-WebSocket-Version: 13}, {@code Upgrade: websocket} and {@code Connection: Upgrade})
   * @param error which header is wrong, and how
   */
  public record Refused(int status, String error) implements Answer {}

  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private static final ThreadLocal<MessageDigest> SHA_1 = ThreadLocal.withInitial(Handshake::sha1);

  private Handshake() {}

  /** Judges a request; any thread. */
  public static Answer answer(Request request) {
    if (!request.method().equals("GET")) {
      return new Refused(405, "a WebSocket is opened with GET");
    }
    if (!request.httpVersion().equals("HTTP/1.1")) {
      return new Refused(400, "a WebSocket is opened with HTTP/1.1");
    }
    if (!names(request.upgrade(), "websocket")) {
      return new Refused(426, "Upgrade must be websocket");
    }
    if (!names(request.connection(), "upgrade")) {
      return new Refused(400, "Connection must contain Upgrade");
    }
    if (request.version().size() != 1 || !request.version().getFirst().strip().equals("13")) {
      return new Refused(426, "Sec-WebSocket-Version must be 13");
    }
    if (request.key().size() != 1) {
      return new Refused(400, "Sec-WebSocket-Key must be there once");
    }
    String key = request.key().getFirst().strip();
    if (!isBase64Of16Bytes(key)) {
      return new Refused(400, "Sec-WebSocket-Key must be 16 bytes in base64");
    }
    List<String> offered = tokens(request.protocols());
    return refusal(request.protocols(), offered)
        .<Answer>map(error -> new Refused(400, error))
        .orElseGet(
            () ->
                new Accepted(
                    accept(key), offered, PermessageDeflate.isOffered(request.extensions())));
  }

  /**
   * The value of {@code Sec-WebSocket-Accept} that proves a key was understood (RFC 6455, 4.2.2).
   */
  public static String accept(String key) {
    byte[] digest = SHA_1.get().digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
    return Base64.getEncoder().encodeToString(digest);
  }

  private static Optional<String> refusal(List<String> lines, List<String> offered) {
    if (!lines.isEmpty() && offered.isEmpty()) {
      return Optional.of("Sec-WebSocket-Protocol must not be empty");
    }
    if (offered.size() > MAX_PROTOCOLS) {
      return Optional.of("Sec-WebSocket-Protocol must not name more than 64 subprotocols");
    }
    for (int i = 0; i < offered.size(); i++) {
      if (!isToken(offered.get(i))) {
        return Optional.of("Sec-WebSocket-Protocol must be a list of tokens");
      }
      if (offered.subList(0, i).contains(offered.get(i))) {
        return Optional.of("Sec-WebSocket-Protocol must not name a subprotocol twice");
      }
    }
    return Optional.empty();
  }

  private static boolean names(List<String> lines, String token) {
    return tokens(lines).stream().anyMatch(token::equalsIgnoreCase);
  }

  /** The elements of a comma-separated header; empty ones count for nothing (RFC 9110, 5.6.1.2). */
  private static List<String> tokens(List<String> lines) {
    List<String> tokens = new ArrayList<>();
    for (String line : lines) {
      int from = 0;
      while (from <= line.length()) {
        int comma = line.indexOf(',', from);
        int to = comma < 0 ? line.length() : comma;
        String token = line.substring(from, to).strip();
        if (!token.isEmpty()) {
          tokens.add(token);
        }
        from = to + 1;
      }
    }
    return tokens;
  }

  private static boolean isToken(String text) {
    return text.chars().allMatch(c -> isAlphanumeric(c) || "!#$%&'*+-.^_`|~".indexOf(c) >= 0);
  }

  private static boolean isBase64Of16Bytes(String key) {
    return key.length() == 24
        && key.endsWith("==")
        && key.chars().limit(22).allMatch(c -> isAlphanumeric(c) || c == '+' || c == '/');
  }

  private static boolean isAlphanumeric(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
