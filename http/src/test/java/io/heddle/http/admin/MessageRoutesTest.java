package io.heddle.http.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.ErrorCode;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.PublishReply.Receipt;
import io.heddle.actors.protocol.Sender;
import io.heddle.actors.protocol.ToPublisher;
import io.heddle.http.BoundRoutes;
import io.heddle.http.RecordingFabric.Published;
import io.heddle.http.auth.Tokens;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageRoutesTest {
  private static final String BODY = "{\"type\":\"notification\",\"data\":{\"n\":1}}";
  private static final String CLIENT = "3f0d7c1e-8f3c-4f0f-9a70-0123456789ab";

  @RegisterExtension static final AdminServer server = new AdminServer();

  @AfterEach
  void answerAsBefore() {
    server.fabric.answer(() -> done(new Receipt(new Position("e1", 7), false, 3)));
  }

  private static CompletableFuture<ToPublisher.Answer> done(Receipt receipt) {
    return CompletableFuture.completedFuture(new ToPublisher.Done(receipt));
  }

  private static Published asked() {
    assertThat(server.fabric.asked()).hasSize(1);
    return (Published) server.fabric.asked().getFirst();
  }

  @ParameterizedTest
  @CsvSource({
    "/broadcast, system",
    "/users/alice/message, user:alice",
    "/rooms/chat:42/message, chat:42",
    "/rooms/chat%3A42/message, chat:42",
    "/rooms/chat:a%2Fb/message, chat:a/b",
    "/rooms/%2F/message, /",
    "/rooms/a%20b%C3%BC+/message, a bü+",
    "/rooms/user:bob/message, user:bob",
    "/users/a%2Fb/message, user:a/b",
    "/users/a%25b/message, user:a%b",
    "/projects/p1/message, project:p1",
  })
  void aMessageGoesToTheRoomThatThePathNamesUnderBothPrefixes(String path, String room) {
    for (String prefix : new String[] {"/api/v1/websocket", "/websocket"}) {
      server.fabric.asked().clear();
      HttpResponse<String> response = server.post(prefix + path, BODY);

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
      assertThat(response.body())
          .isEqualTo(
              "{\"room\":\"%s\",\"epoch\":\"e1\",\"offset\":7,\"receivers\":3,\"duplicate\":false}"
                  .formatted(room));
      assertThat(asked().target()).isEqualTo(room);
      assertThat(asked().draft().type()).isEqualTo("notification");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "12345678901234567890",
        "1.0",
        "1e400",
        "\"\\u00fc\"",
        "{ \"b\" :\t[1 , {}] }",
        "false",
      })
  void dataGoesOutAsTheBytesThatCame(String data) {
    server.post("/websocket/rooms/a/message", "{\"data\": " + data + " , \"type\":\"message\"}");

    Draft draft = asked().draft();
    assertThat(draft.data()).hasToString(data);
    assertThat(draft.sender()).isEqualTo(Sender.SERVER);
  }

  @Test
  void theMessageIdIsKeptAndOneIsMadeWhereNoneCame() {
    server.post(
        "/websocket/rooms/a/message", "{\"type\":\"message\",\"data\":1,\"message_id\":\"m-1\"}");
    assertThat(asked().draft().messageId()).isEqualTo("m-1");

    server.fabric.asked().clear();
    server.post("/websocket/rooms/a/message", BODY);
    assertThat(UUID.fromString(asked().draft().messageId()).version()).isEqualTo(4);
  }

  @Test
  void anIdempotencyKeyOfTheHeadGoesBeforeTheMessageId() {
    publish("/websocket/rooms/a/message", "Idempotency-Key", "order-7");
    assertThat(asked().draft().key()).contains("order-7");
    assertThat(asked().draft().messageId()).isEqualTo("m-1");

    server.fabric.asked().clear();
    publish("/websocket/rooms/a/message");
    assertThat(asked().draft().key()).contains("m-1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a b", "12345678901234567890123456789012345678901234567890123456789012345"})
  void anIdempotencyKeyThatIsNoneIsRefused(String key) {
    HttpResponse<String> response = publish("/websocket/broadcast", "Idempotency-Key", key);

    assertThat(AdminServer.problem(response, 400))
        .isEqualTo("header 'Idempotency-Key' must be one of 1 to 64 printable characters");
    assertThat(server.fabric.asked()).isEmpty();
  }

  @Test
  void twoIdempotencyKeysAreRefused() {
    HttpResponse<String> response =
        publish("/websocket/broadcast", "Idempotency-Key", "a", "Idempotency-Key", "b");

    assertThat(AdminServer.problem(response, 400)).startsWith("header 'Idempotency-Key'");
  }

  @Test
  void whoDoesNotWaitIsAnsweredBeforeTheRoomHas() {
    server.fabric.answer(CompletableFuture::new);

    HttpResponse<String> response = publish("/websocket/rooms/a/message?wait=false");

    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(response.body()).isEqualTo("{\"room\":\"a\",\"message_id\":\"m-1\"}");
    assertThat(asked().target()).isEqualTo("a");
  }

  @Test
  void aWaitThatIsNeitherIsRefused() {
    assertThat(AdminServer.problem(publish("/websocket/rooms/a/message?wait=no"), 400))
        .isEqualTo("parameter 'wait' must be true or false");
    assertThat(server.fabric.asked()).isEmpty();
  }

  private static HttpResponse<String> publish(String path, String... headers) {
    List<String> all = new ArrayList<>(List.of("Authorization", "Bearer " + Tokens.admin()));
    all.addAll(List.of(headers));
    return server.send(
        "POST",
        path,
        "{\"type\":\"message\",\"data\":1,\"message_id\":\"m-1\"}",
        all.toArray(String[]::new));
  }

  @Test
  void aRepeatedPublishSaysSo() {
    server.fabric.answer(() -> done(new Receipt(new Position("e2", 9), true, 0)));

    HttpResponse<String> response = server.post("/websocket/broadcast", BODY);

    assertThat(BoundRoutes.json(response).path("duplicate").asBoolean()).isTrue();
    assertThat(BoundRoutes.json(response).path("receivers").asInt()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/rooms/chat:42/message | \"room\":\"chat:42\",\"user_id\":\"whoever\"",
        "/rooms/chat:42/message | \"room\":\"\",\"to\":\"\",\"channel\":\"chat:42\"",
        "/rooms/chat:42/message | \"room\":null,\"timestamp\":\"2020-01-01\",\"unknown\":[]",
        "/users/7/message | \"user_id\":\"7\",\"to\":\"7\",\"room\":\"user:7\",\"timestamp\":1",
        "/users/7/message | \"user_id\":7",
        "/projects/p/message | \"to\":\"p\",\"channel\":\"project:p\"",
        "/broadcast | \"room\":\"system\",\"channel\":\"system:broadcast\"",
      })
  void whatOlderBackendsSendIsTakenWhereItAgrees(String path, String fields) {
    HttpResponse<String> response =
        server.post("/websocket" + path, "{\"type\":\"message\",\"data\":1," + fields + "}");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(server.fabric.asked()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/rooms/chat:42/message | room | \"chat:43\"",
        "/rooms/chat:42/message | channel | \"chat:43\"",
        "/rooms/chat:42/message | to | \"alice\"",
        "/users/7/message | user_id | \"8\"",
        "/users/7/message | user_id | 8",
        "/users/7/message | to | \"8\"",
        "/users/7/message | room | \"chat:42\"",
        "/projects/p/message | room | \"project:q\"",
        "/broadcast | room | \"chat:42\"",
        "/broadcast | to | [\"alice\"]",
        "/connections/3f0d7c1e-8f3c-4f0f-9a70-0123456789ab/message | room | \"a\"",
        "/connections/3f0d7c1e-8f3c-4f0f-9a70-0123456789ab/message | to | \"a\"",
      })
  void aBodyThatNamesAnotherReceiverIsRefusedByField(String path, String field, String value) {
    String body = "{\"type\":\"message\",\"data\":1,\"%s\":%s}".formatted(field, value);

    assertThat(AdminServer.problem(server.post("/websocket" + path, body), 400))
        .isEqualTo("field '" + field + "' contradicts the path");
    assertThat(server.fabric.asked()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "~~ | invalid JSON format: empty",
        "not json | invalid JSON format",
        "[] | invalid JSON format: not an object",
        "1 | invalid JSON format: not an object",
        "{} {} | invalid JSON format: more than one value",
        "{\"data\":1} | field 'type' is required",
        "{\"type\":null,\"data\":1} | field 'type' is required",
        "{\"type\":7,\"data\":1} | field 'type' must be a string",
        "{\"type\":\"\",\"data\":1} | field 'type' must be 1 to 64 printable characters",
        "{\"type\":\"a b\",\"data\":1} | field 'type' must be 1 to 64 printable characters",
        "{\"type\":\"connected\",\"data\":1} | field 'type': 'connected' is reserved",
        "{\"type\":\"error\",\"data\":1} | field 'type': 'error' is reserved",
        "{\"type\":\"message\"} | field 'data' is required",
        "{\"type\":\"a\",\"data\":1,\"message_id\":7} | field 'message_id' must be a string",
        "{\"type\":\"a\",\"type\":\"b\",\"data\":1} | invalid JSON format: duplicate field 'type'",
        "{\"type\":\"a\",\"b\":\"\\ud800\"} | invalid JSON format: unpaired surrogate in a string",
      })
  void aBodyThatIsNoMessageIsRefusedWithItsReason(String body, String reason) {
    assertThat(AdminServer.problem(server.post("/websocket/rooms/a/message", body), 400))
        .isEqualTo(reason);
    assertThat(server.fabric.asked()).isEmpty();
  }

  @Test
  void aMessageIdMayHave64Bytes() {
    String fits = "{\"type\":\"a\",\"data\":1,\"message_id\":\"%s\"}".formatted("x".repeat(64));
    String over = "{\"type\":\"a\",\"data\":1,\"message_id\":\"%s\"}".formatted("ü".repeat(33));

    assertThat(server.post("/websocket/broadcast", fits).statusCode()).isEqualTo(200);
    assertThat(AdminServer.problem(server.post("/websocket/broadcast", over), 400))
        .isEqualTo("field 'message_id' exceeds 64 bytes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/rooms/%0A/message",
        "/rooms/:a/message",
        "/rooms/default:a/message",
        "/rooms/%FF/message",
        "/rooms/a-name-that-is-longer-than-forty-characters/message",
        "/projects/a-name-that-is-longer-than-forty-chars/message",
        "/users/%00/message",
      })
  void aNameThatIsNoRoomIsRefused(String path) {
    assertThat(AdminServer.problem(server.post("/websocket" + path, BODY), 400))
        .isEqualTo("invalid room name");
    assertThat(server.fabric.asked()).isEmpty();
  }

  @Test
  void aBodyMayHaveAsManyBytesAsAMessage() {
    String rest = "{\"type\":\"a\",\"data\":\"\"}";
    String fits =
        rest.replace("\"\"", "\"" + "x".repeat(AdminServer.MAX_BODY - rest.length()) + "\"");

    assertThat(server.post("/websocket/broadcast", fits).statusCode()).isEqualTo(200);
    assertThat(AdminServer.problem(server.post("/websocket/broadcast", fits + " "), 413))
        .isEqualTo("body exceeds 2000 bytes");
    assertThat(AdminServer.problem(server.post("/websocket/broadcast", "x".repeat(500_000)), 413))
        .isEqualTo("body exceeds 2000 bytes");
    assertThat(server.fabric.asked()).hasSize(1);
  }

  @Test
  void aMessageToAConnectionSaysWhetherItWasThere() {
    server.fabric.members(CLIENT, 1);

    HttpResponse<String> here = server.post("/websocket/connections/" + CLIENT + "/message", BODY);
    HttpResponse<String> gone =
        server.post("/websocket/connections/" + UUID.randomUUID() + "/message", BODY);

    assertThat(here.body()).isEqualTo("{\"receivers\":1}");
    assertThat(gone.body()).isEqualTo("{\"receivers\":0}");
    assertThat(gone.statusCode()).isEqualTo(200);
    assertThat(AdminServer.problem(server.post("/websocket/connections/7/message", BODY), 400))
        .isEqualTo("invalid connection id");
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void aPublishThatARoomRefusesIsAProblem(ErrorCode code) {
    server.fabric.answer(() -> CompletableFuture.completedFuture(new ToPublisher.Failed(code)));

    HttpResponse<String> response = server.post("/websocket/broadcast", BODY);

    assertThat(AdminServer.problem(response, response.statusCode())).isEqualTo(code.text());
    assertThat(response.statusCode() == 503).isEqualTo(code.temporary());
    assertThat(response.headers().firstValue("Retry-After").isPresent())
        .isEqualTo(code.temporary());
  }

  @Test
  void aFaultIsAnsweredWithAReferenceAndNothingElse() {
    server.fabric.answer(
        () -> CompletableFuture.failedFuture(new IllegalStateException("secret detail")));
    HttpResponse<String> failed = server.post("/websocket/broadcast", BODY);
    server.fabric.answer(
        () -> {
          throw new IllegalStateException("secret detail");
        });
    HttpResponse<String> thrown = server.post("/websocket/broadcast", BODY);

    for (HttpResponse<String> response : List.of(failed, thrown)) {
      assertThat(AdminServer.problem(response, 500))
          .startsWith("fault of the server, reference ")
          .doesNotContain("secret");
    }
  }
}
