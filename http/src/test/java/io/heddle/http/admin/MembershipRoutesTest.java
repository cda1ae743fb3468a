package io.heddle.http.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.fabric.MembershipChange;
import io.heddle.actors.protocol.Draft;
import io.heddle.http.RecordingFabric.Changed;
import io.heddle.http.auth.Tokens;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MembershipRoutesTest {
  private static final String PATH = "/api/v1/websocket/users/alice/groups/red";

  @RegisterExtension static final AdminServer server = new AdminServer();

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "{\"user_id\":\"alice\",\"group_id\":\"red\"}"})
  void putBringsAUserIntoAGroupAndTellsHowManyConnectionsItReached(String body) {
    server.fabric.members("user:alice", 2);

    assertThat(send("PUT", PATH, body).body())
        .isEqualTo("{\"room\":\"group:red\",\"connections\":2,\"announced\":true}");
    assertThat(asked().change())
        .isEqualTo(new MembershipChange("alice", "red", Optional.empty(), true));
  }

  @Test
  void deleteTakesAUserOutAndMayHaveABody() {
    HttpResponse<String> response =
        send(
            "DELETE",
            "/websocket/users/a%2Fb/groups/g%3A1",
            "{\"group_name\":\"Reds\",\"message_id\":\"m1\",\"joined\":false}");

    assertThat(response.body())
        .isEqualTo("{\"room\":\"group:g:1\",\"connections\":0,\"announced\":true}");
    MembershipChange change = new MembershipChange("a/b", "g:1", Optional.of("Reds"), false);
    assertThat(asked().change()).isEqualTo(change);
    Draft announcement = asked().announcement();
    assertThat(announcement.type()).isEqualTo("group_membership_change");
    assertThat(announcement.data()).isEqualTo(change.data());
    assertThat(announcement.messageId()).isEqualTo("m1");
    assertThat(announcement.key()).contains("m1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "/users/alice/groups/red | [] | invalid JSON format: not an object",
        "/users/alice/groups/red | {\"group_name\":7} | field 'group_name' must be a string",
        "/users/alice/groups/red | {\"user_id\":\"bob\"} | field 'user_id' contradicts the path",
        "/users/alice/groups/red | {\"group_id\":\"blue\"} | field 'group_id' contradicts the path",
        "/users/alice/groups/red | {\"joined\":false} | field 'joined' contradicts the path",
        "/users/%0A/groups/red | {} | invalid user id",
        "/users/alice/groups/%FF | {} | invalid group",
        "/users/alice/groups/0123456789012345678901234567890123456789 | {} | invalid group",
      })
  void whatIsWrongIsRefusedByField(String path, String body, String reason) {
    assertThat(AdminServer.problem(send("PUT", "/websocket" + path, body), 400)).isEqualTo(reason);
    assertThat(server.fabric.asked()).isEmpty();
  }

  @Test
  void otherMethodsAreNotAllowed() {
    assertThat(send("POST", PATH, "{}").statusCode()).isEqualTo(405);
  }

  private static Changed asked() {
    return (Changed) server.fabric.asked().getFirst();
  }

  private static HttpResponse<String> send(String method, String path, String body) {
    return server.send(method, path, body, "Authorization", "Bearer " + Tokens.admin());
  }
}
