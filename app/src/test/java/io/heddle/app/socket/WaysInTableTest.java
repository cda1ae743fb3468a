package io.heddle.app.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.app.wire.TestNode;
import io.heddle.app.wire.Token;
import io.heddle.app.wire.WireClient;
import io.heddle.app.wire.WireClient.Answer;
import io.heddle.app.wire.WireClient.Closed;
import io.heddle.app.wire.WireClient.Text;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way in, with every token, from every origin, at every endpoint, on a real socket. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WaysInTableTest {
  private static final String ENDPOINTS =
      """
      heddle.websocket.endpoints = [
        { path = /upgrade, auth = upgrade }
        { path = /in-band, auth = in-band }
        { path = /anonymous, auth = anonymous }
      ]
      heddle.jwt.issuer = good
      """;

  private final Map<Origins, TestNode> nodes = new EnumMap<>(Origins.class);

  /** What {@code websocket.allowed-origins} is. */
  enum Origins {
    NONE_LISTED("[]"),
    LISTED("[\"https://listed.com\", \"https://*.wild.com\"]"),
    ANY("[\"*\"]");

    final String setting;

    Origins(String setting) {
      this.setting = setting;
    }
  }

  /** One cell of the table. */
  record Cell(Origins origins, String way, String token, String origin, String endpoint) {
    boolean is(String pattern) {
      String[] columns = pattern.strip().split(" +", -1);
      return fits(columns[0], way)
          && fits(columns[1], token)
          && fits(columns[2], origin)
          && fits(columns[3], endpoint);
    }

    private static boolean fits(String column, String value) {
      return column.equals("*") || List.of(column.split("\\|", -1)).contains(value);
    }
  }

  /** Way, token, origin, endpoint: what comes of it. The first line that fits counts. */
  private static final Map<Origins, List<String>> ORIGIN_RULES =
      Map.of(
          Origins.NONE_LISTED,
          List.of("cookie * absent|listed|wildcard|foreign|null * : 403 origin not allowed"),
          Origins.LISTED,
          List.of(
              "cookie * absent|foreign|null * : 403 origin not allowed",
              "bearer|query|none|connect|auth * own|foreign|null * : 403 origin not allowed"),
          Origins.ANY,
          List.of("cookie * absent|null * : 403 origin not allowed"));

  private static final List<String> RULES =
      List.of(
          "bearer|query|cookie good * * : connected alice",
          "bearer|query|cookie expired * * : 401 token expired",
          "bearer|query|cookie bad|not-yet|wrong-issuer|empty * * : 401 invalid token",
          "none|connect|auth * * upgrade : 401 authentication required",
          "none absent * in-band : auth_required",
          "none absent * anonymous : connected -",
          "connect good * in-band : auth_required, connected alice",
          "connect expired * in-band : auth_required, error token_expired, 4411",
          "connect bad|not-yet|wrong-issuer * in-band : auth_required, error unauthorized, 4401",
          "connect absent * in-band : auth_required, error unauthorized, 4401",
          "auth good * in-band : auth_required, auth_success, connected alice",
          "auth expired * in-band : auth_required, auth_failed, 4411",
          "auth bad|not-yet|wrong-issuer * in-band : auth_required, auth_failed, 4401",
          "auth absent * in-band : auth_required, error invalid_message");

  static Stream<Cell> cells() {
    List<Cell> cells = new ArrayList<>();
    for (Origins origins : Origins.values()) {
      for (String origin : List.of("absent", "own", "listed", "wildcard", "foreign", "null")) {
        for (String token : List.of("good", "bad", "expired", "not-yet", "wrong-issuer", "empty")) {
          for (String way : List.of("bearer", "query", "cookie")) {
            for (String endpoint : List.of("upgrade", "in-band", "anonymous")) {
              cells.add(new Cell(origins, way, token, origin, endpoint));
            }
          }
        }
        for (String endpoint : List.of("upgrade", "in-band", "anonymous")) {
          cells.add(new Cell(origins, "none", "absent", origin, endpoint));
        }
        for (String token :
            List.of("good", "bad", "expired", "not-yet", "wrong-issuer", "absent")) {
          for (String way : List.of("connect", "auth")) {
            cells.add(new Cell(origins, way, token, origin, "in-band"));
            cells.add(new Cell(origins, way, token, origin, "upgrade"));
          }
        }
      }
    }
    return cells.stream();
  }

  private static String expected(Cell cell) {
    List<String> rules = new ArrayList<>(Objects.requireNonNull(ORIGIN_RULES.get(cell.origins)));
    rules.addAll(RULES);
    return rules.stream()
        .map(rule -> rule.split(" : ", 2))
        .filter(rule -> cell.is(rule[0]))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no rule for " + cell))[1];
  }

  private TestNode node(Origins origins) {
    return nodes.computeIfAbsent(
        origins,
        it -> TestNode.start(ENDPOINTS, "heddle.websocket.allowed-origins = " + it.setting));
  }

  @AfterAll
  void stop() {
    nodes.values().forEach(TestNode::close);
  }

  @ParameterizedTest
  @MethodSource("cells")
  void whatComesOfIt(Cell cell) {
    assertThat(outcome(cell)).isEqualTo(expected(cell));
  }

  private static String token(String kind) {
    String claims = "{\"sub\":\"alice\",\"iss\":\"%s\",\"exp\":%d%s}";
    return switch (kind) {
      case "good" -> Token.signed(claims.formatted("good", Token.inSeconds(3600), ""));
      case "expired" -> Token.signed(claims.formatted("good", Token.inSeconds(-3600), ""));
      case "not-yet" ->
          Token.signed(
              claims.formatted("good", Token.inSeconds(7200), ",\"nbf\":" + Token.inSeconds(3600)));
      case "wrong-issuer" -> Token.signed(claims.formatted("evil", Token.inSeconds(3600), ""));
      case "empty" -> "";
      default -> "no.token.atall";
    };
  }

  private String outcome(Cell cell) {
    String token = token(cell.token);
    String path = "/" + cell.endpoint + (cell.way.equals("query") ? "?token=" + token : "");
    List<String> headers = new ArrayList<>();
    switch (cell.way) {
      case "bearer" -> headers.add("Authorization: Bearer " + token);
      case "cookie" -> headers.add("Cookie: heddle_token=" + token);
      default -> {}
    }
    switch (cell.origin) {
      case "own" -> headers.add("Origin: http://localhost");
      case "listed" -> headers.add("Origin: https://listed.com");
      case "wildcard" -> headers.add("Origin: https://a.wild.com");
      case "foreign" -> headers.add("Origin: https://foreign.com");
      case "null" -> headers.add("Origin: null");
      default -> {}
    }
    try (WireClient client = WireClient.dial(node(cell.origins).port())) {
      Answer answer = client.upgrade(path, headers.toArray(String[]::new));
      if (answer.status() != 101) {
        String error = answer.body().replaceFirst("(?s).*\"error\":\"([^\"]*)\".*", "$1");
        return answer.status() + " " + error;
      }
      String first = said(client);
      if (!cell.way.equals("connect") && !cell.way.equals("auth")) {
        return first;
      }
      String field = cell.token.equals("absent") ? "" : ",\"token\":\"" + token + "\"";
      client.send("{\"type\":\"" + cell.way + "\"" + field + "}");
      String second = said(client);
      boolean over = second.startsWith("connected") || second.endsWith("invalid_message");
      return first + ", " + second + (over ? "" : ", " + said(client));
    }
  }

  private static String said(WireClient client) {
    return switch (client.next()) {
      case Text(var text) -> {
        String type = text.replaceFirst("(?s).*?\"type\":\"([^\"]*)\".*", "$1");
        yield switch (type) {
          case "connected" ->
              "connected " + (text.contains("\"user_id\":\"alice\"") ? "alice" : "-");
          case "error" -> "error " + text.replaceFirst("(?s).*\"code\":\"([^\"]*)\".*", "$1");
          default -> type;
        };
      }
      case Closed(var code, _) -> Integer.toString(code);
      case WireClient.Received other -> other.toString();
    };
  }
}
