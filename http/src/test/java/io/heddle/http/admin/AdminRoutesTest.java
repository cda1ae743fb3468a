package io.heddle.http.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.Attendee;
import io.heddle.actors.protocol.CloseCode;
import io.heddle.actors.protocol.ErrorCode;
import io.heddle.actors.protocol.MemberState;
import io.heddle.actors.protocol.PresenceReply;
import io.heddle.http.RecordingFabric.Closed;
import io.heddle.http.RecordingFabric.Counted;
import io.heddle.http.RecordingFabric.Looked;
import io.heddle.http.auth.Tokens;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdminRoutesTest {
  private static final String BODY = "{\"type\":\"notification\",\"data\":1}";

  @RegisterExtension static final AdminServer server = new AdminServer();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "~~ | disconnected by an administrator",
        "{} | disconnected by an administrator",
        "{\"reason\":\"maintenance\"} | maintenance",
        "{\"reason\":\"\"} | disconnected by an administrator",
        "{\"reason\":\"moved\",\"reconnect\":true} | reconnect: moved",
        "{\"reconnect\":true} | reconnect",
        "{\"reconnect\":false} | disconnected by an administrator",
      })
  void aUserIsDisconnectedWithAReason(String body, String reason) {
    server.fabric.members("user:alice", 2);

    HttpResponse<String> response = server.post("/api/v1/websocket/users/alice/disconnect", body);

    assertThat(response.body()).isEqualTo("{\"disconnected\":2}");
    assertThat(server.fabric.asked())
        .containsExactly(new Closed("user:alice", CloseCode.DISCONNECTED, reason));
  }

  @Test
  void aNodeThatIsNotThereCannotDrain() {
    assertThat(server.get("/api/v1/websocket/nodes").body()).isEqualTo("{\"nodes\":[]}");
    assertThat(AdminServer.problem(server.post("/websocket/nodes/node-x/drain", ""), 404))
        .isEqualTo("no node 'node-x'");
  }

  @Test
  void aProjectIsDisconnectedAndNobodyIsZero() {
    assertThat(server.post("/websocket/projects/p/disconnect", "").body())
        .isEqualTo("{\"disconnected\":0}");
    assertThat(server.fabric.asked())
        .containsExactly(
            new Closed("project:p", CloseCode.DISCONNECTED, CloseCode.DISCONNECTED.text()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "[] | invalid JSON format: not an object",
        "{\"reason\":7} | field 'reason' must be a string",
        "{\"reconnect\":\"yes\"} | field 'reconnect' must be true or false",
      })
  void aDisconnectThatIsWrongIsRefusedByField(String body, String reason) {
    assertThat(AdminServer.problem(server.post("/websocket/users/alice/disconnect", body), 400))
        .isEqualTo(reason);
    assertThat(server.fabric.asked()).isEmpty();
  }

  @Test
  void aReasonMustFitIntoACloseFrame() {
    String fits = "{\"reason\":\"%s\"}".formatted("x".repeat(123));
    String over = "{\"reason\":\"%s\",\"reconnect\":true}".formatted("x".repeat(113));

    assertThat(server.post("/websocket/users/alice/disconnect", fits).statusCode()).isEqualTo(200);
    assertThat(AdminServer.problem(server.post("/websocket/users/alice/disconnect", over), 400))
        .isEqualTo(
            "field 'reason' is too long: a close frame has room for 123 bytes,"
                + " 'reconnect: ' included");
  }

  @Test
  void connectionsAreCountedAndNobodyIsZero() {
    server.fabric.members("user:alice", 3);
    server.fabric.members("project:a/b", 9);

    assertThat(server.get("/websocket/connections/count").body()).isEqualTo("{\"count\":12}");
    assertThat(server.get("/websocket/users/alice/connections/count").body())
        .isEqualTo("{\"count\":3}");
    assertThat(server.get("/api/v1/websocket/projects/a%2Fb/connections/count").body())
        .isEqualTo("{\"count\":9}");
    HttpResponse<String> nobody = server.get("/websocket/users/nobody/connections/count");
    assertThat(nobody.statusCode()).isEqualTo(200);
    assertThat(nobody.body()).isEqualTo("{\"count\":0}");
    assertThat(server.fabric.asked())
        .containsExactly(
            new Counted("user:alice"), new Counted("project:a/b"), new Counted("user:nobody"));
    assertThat(AdminServer.problem(server.get("/websocket/users/%0A/connections/count"), 400))
        .isEqualTo("invalid room name");
  }

  @Test
  void whoIsInARoomIsToldWithTheirStates() {
    Attendee alice =
        new Attendee("alice", 2, Optional.of(new MemberState(Payload.of("{\"m\":1.0}"), 7)));
    Attendee bob = new Attendee("b\"b", 1, Optional.empty());
    server.fabric.presence(new PresenceReply.Present(4, Optional.of(List.of(alice, bob))));

    assertThat(server.get("/websocket/rooms/chat:a%2Fb/presence").body())
        .isEqualTo(
            "{\"room\":\"chat:a/b\",\"client_count\":4,\"users\":["
                + "{\"user_id\":\"alice\",\"connections\":2,\"state\":{\"m\":1.0}},"
                + "{\"user_id\":\"b\\\"b\",\"connections\":1}]}");
    assertThat(server.fabric.asked()).containsExactly(new Looked("chat:a/b"));
    server.fabric.presence(new PresenceReply.Present(4000, Optional.empty()));
    assertThat(server.get("/api/v1/websocket/rooms/chat:1/presence").body())
        .isEqualTo("{\"room\":\"chat:1\",\"client_count\":4000}");
  }

  @Test
  void whoIsInARoomThatDoesNotTellIsAProblem() {
    String path = "/websocket/rooms/chat:1/presence";
    server.fabric.presence(new PresenceReply.Untold(ErrorCode.NOT_AVAILABLE));
    assertThat(AdminServer.problem(server.get(path), 400))
        .isEqualTo("presence is not kept in this room");
    server.fabric.presence(new PresenceReply.Untold(ErrorCode.UNAVAILABLE));
    assertThat(AdminServer.problem(server.get(path), 503)).isEqualTo("room unavailable, try again");
    assertThat(AdminServer.problem(server.get("/websocket/rooms/%0A/presence"), 400))
        .isEqualTo("invalid room name");
  }

  @Test
  void statsTellOfAllNodesAndOfThisOne() {
    assertThat(server.get("/api/v1/websocket/stats").body())
        .isEqualTo(
            "{\"connections\":12,\"rooms\":5,\"node\":{\"connections\":4,\"rooms\":2,"
                + "\"messages_in\":100,\"messages_out\":900}}");
  }

  @ParameterizedTest
  @CsvSource({
    "POST,/broadcast",
    "POST,/users/a/message",
    "POST,/rooms/a/message",
    "POST,/projects/a/message",
    "POST,/connections/3f0d7c1e-8f3c-4f0f-9a70-0123456789ab/message",
    "POST,/users/a/disconnect",
    "POST,/projects/a/disconnect",
    "PUT,/users/a/groups/g",
    "DELETE,/users/a/groups/g",
    "GET,/connections/count",
    "GET,/users/a/connections/count",
    "GET,/projects/a/connections/count",
    "GET,/stats",
  })
  void eachRouteIsForAdminsOnly(String method, String path) {
    String body = method.equals("POST") ? BODY : "";
    for (String prefix : new String[] {"/api/v1/websocket", "/websocket"}) {
      String uri = prefix + path;
      HttpResponse<String> nobody = server.send(method, uri, body);
      assertThat(AdminServer.problem(nobody, 401)).isEqualTo("authentication required");
      assertThat(nobody.headers().firstValue("WWW-Authenticate"))
          .hasValue("Bearer realm=\"heddle\"");
      HttpResponse<String> inQuery = server.send(method, uri + "?token=" + Tokens.admin(), body);
      assertThat(inQuery.statusCode()).isEqualTo(401);
      assertThat(AdminServer.problem(bearer(method, uri, body, Tokens.expired()), 401))
          .isEqualTo("token expired");
      assertThat(AdminServer.problem(bearer(method, uri, body, Tokens.of("alice")), 403))
          .isEqualTo("an admin role is required");
      assertThat(server.fabric.asked()).isEmpty();
      assertThat(bearer(method, uri, body, Tokens.admin()).statusCode()).isEqualTo(200);
      server.fabric.asked().clear();
    }
  }

  private static HttpResponse<String> bearer(String method, String uri, String body, String token) {
    return server.send(method, uri, body, "Authorization", "Bearer " + token);
  }

  @ParameterizedTest
  @ValueSource(strings = {"admin", "super_admin"})
  void eachAdminRoleWillDo(String role) {
    String token = Tokens.of("root", "\"role\":\"%s\"".formatted(role));

    assertThat(bearer("GET", "/websocket/stats", "", token).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "POST, https://admin.com, application/json, 200, ''",
    "POST, https://admin.com, application/json; charset=utf-8, 200, ''",
    "POST, https://admin.com, text/plain, 415, content type must be application/json",
    "POST, https://admin.com, multipart/form-data, 415, content type must be application/json",
    "POST, https://admin.com, '', 415, content type must be application/json",
    "POST, https://evil.com, application/json, 403, origin not allowed",
    "POST, null, application/json, 403, origin not allowed",
    "POST, '', application/json, 403, origin not allowed",
    "GET, https://admin.com, '', 200, ''",
    "GET, https://evil.com, '', 403, origin not allowed",
    "GET, '', '', 403, origin not allowed",
  })
  void aCookieCountsFromAnAllowedOriginAndWithJsonOnly(
      String method, String origin, String type, int status, String reason) {
    String path = method.equals("GET") ? "/websocket/stats" : "/websocket/broadcast";
    List<String> headers =
        new ArrayList<>(List.of("Cookie", "falcon_auth_token=" + Tokens.admin()));
    if (!origin.isEmpty()) {
      headers.addAll(List.of("Origin", origin));
    }
    if (!type.isEmpty()) {
      headers.addAll(List.of("Content-Type", type));
    }

    HttpResponse<String> response =
        server.send(method, path, method.equals("GET") ? "" : BODY, headers.toArray(String[]::new));

    assertThat(response.statusCode()).isEqualTo(status);
    if (status != 200) {
      assertThat(AdminServer.problem(response, status)).isEqualTo(reason);
    }
  }

  @Test
  void aBearerTokenNeedsNoContentType() {
    assertThat(server.post("/websocket/broadcast", BODY).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/websocket/broadcast,POST",
    "PUT,/api/v1/websocket/rooms/a/message,POST",
    "DELETE,/websocket/users/a/disconnect,POST",
    "POST,/websocket/connections/count,GET",
    "POST,/websocket/stats,GET",
  })
  void anotherMethodIsRefusedWithThoseThatAreTaken(String method, String path, String allowed) {
    HttpResponse<String> response = server.send(method, path, method.equals("GET") ? "" : BODY);

    assertThat(AdminServer.problem(response, 405)).isEqualTo("this method is not taken here");
    assertThat(response.headers().firstValue("Allow")).hasValue(allowed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/websocket",
        "/websocket/",
        "/websocket/nothing",
        "/api/v1/websocket/rooms//message",
        "/websocket/rooms/a/b/message",
        "/api/v1/websocket/broadcast/x",
        "/api/v2/websocket/broadcast",
        "/",
        "/nothing",
      })
  void whatIsNotThereIsAProblemToo(String path) {
    assertThat(AdminServer.problem(server.post(path, BODY), 404)).isEqualTo("no such resource");
  }

  @Test
  void requestsAreCountedByRouteAndOutcome() {
    double good = server.counted("user_message", "2xx");
    double bad = server.counted("user_message", "4xx");

    server.post("/websocket/users/alice/message", BODY);
    server.post("/websocket/users/alice/message", "{}");
    server.send("POST", "/websocket/users/alice/message", BODY);

    assertThat(server.counted("user_message", "2xx")).isEqualTo(good + 1);
    assertThat(server.counted("user_message", "4xx")).isEqualTo(bad + 2);
    assertThat(
            server
                .registry
                .get("heddle.auth.refused")
                .tags("door", "admin", "reason", "no_credentials")
                .counter()
                .count())
        .isPositive();
    server.post("/nothing", BODY);
    assertThat(server.registry.get("heddle.http.rejected").tag("status", "404").counter().count())
        .isPositive();
  }
}
