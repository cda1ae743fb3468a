package io.heddle.http.admin;

import io.heddle.actors.fabric.MembershipChange;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.ErrorCode;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.ToPublisher;
import io.heddle.http.answer.Json;
import io.heddle.http.answer.Problem;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** What the fabric says, as HTTP says it. */
final class AdminAnswers {
  private AdminAnswers() {}

  static CompletionStage<HttpResponse> problem(Problem problem) {
    return CompletableFuture.completedFuture(problem.response());
  }

  static CompletionStage<HttpResponse> invalidRoom() {
    return problem(Problem.badRequest("invalid room name"));
  }

  static HttpResponse published(RoomName room, ToPublisher.Answer answer) {
    return switch (answer) {
      case ToPublisher.Done(var receipt) ->
          Json.ok(
              new Published(
                  room.value(),
                  receipt.position().epoch(),
                  receipt.position().offset(),
                  receipt.receivers(),
                  receipt.duplicate()));
      case ToPublisher.Failed(var code) -> failed(code).response();
    };
  }

  static CompletionStage<HttpResponse> taken(RoomName room, Draft draft) {
    return CompletableFuture.completedFuture(
        Json.answer(202, new Taken(room.value(), draft.messageId())));
  }

  static HttpResponse received(int receivers) {
    return Json.ok(new Received(receivers));
  }

  static HttpResponse disconnected(int connections) {
    return Json.ok(new Disconnected(connections));
  }

  static HttpResponse changed(RoomName group, MembershipChange.Outcome outcome) {
    return Json.ok(new Changed(group.value(), outcome.connections(), outcome.announced()));
  }

  static HttpResponse counted(int connections) {
    return Json.ok(new Counted(connections));
  }

  private static Problem failed(ErrorCode code) {
    return switch (code) {
      case INVALID_MESSAGE, INVALID_ROOM, ROOM_REQUIRED, UNKNOWN_TYPE, NOT_AVAILABLE ->
          Problem.badRequest(code.text());
      case FORBIDDEN -> Problem.of(403, code.text());
      case TOO_LARGE -> Problem.of(413, code.text());
      default -> code.temporary() ? Problem.unavailable(code.text()) : Problem.of(500, code.text());
    };
  }

  private record Published(
      String room, String epoch, long offset, int receivers, boolean duplicate) {}

  private record Taken(String room, String messageId) {}

  private record Received(int receivers) {}

  private record Disconnected(int disconnected) {}

  private record Changed(String room, int connections, boolean announced) {}

  private record Counted(int count) {}
}
