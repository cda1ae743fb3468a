package io.heddle.http.admin;

import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.path;
import static org.apache.pekko.http.javadsl.server.PathMatchers.segment;

import io.heddle.actors.fabric.Fabric;
import io.heddle.actors.fabric.MembershipChange;
import io.heddle.actors.payload.JsonObject;
import io.heddle.actors.payload.MalformedJsonException;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.Sender;
import io.heddle.http.answer.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.Route;

/**
 * Bringing a user into a group, and out of it: PUT and DELETE {@code users/{id}/groups/{group}}.
 */
final class MembershipRoutes {
  private static final JsonObject NOTHING = nothing();

  private final Fabric fabric;
  private final AdminEndpoint endpoint;
  private final PathRooms rooms;

  MembershipRoutes(Fabric fabric, AdminEndpoint endpoint, PathRooms rooms) {
    this.fabric = fabric;
    this.endpoint = endpoint;
    this.rooms = rooms;
  }

  Route route() {
    return path(
        segment("users").slash(segment()).slash("groups").slash(segment()),
        (user, group) ->
            concat(
                endpoint.put("group_join", body -> change(user, group, true, body)),
                endpoint.delete("group_leave", body -> change(user, group, false, body))));
  }

  private CompletionStage<HttpResponse> change(
      String userSegment, String groupSegment, boolean joined, byte[] body)
      throws MalformedJsonException {
    Optional<RoomName> user = rooms.user(userSegment);
    Optional<RoomName> group = rooms.group(groupSegment);
    if (user.isEmpty()) {
      return AdminAnswers.problem(Problem.badRequest("invalid user id"));
    }
    if (group.isEmpty()) {
      return AdminAnswers.problem(Problem.badRequest("invalid group"));
    }
    JsonObject json = isBlank(body) ? NOTHING : JsonObject.parse(body);
    Addressee.member(user.get(), group.get(), joined).check(json);
    Optional<String> name = json.text("group_name").filter(text -> !text.isEmpty());
    Optional<String> messageId = AdminMessage.messageId(json);
    MembershipChange change =
        new MembershipChange(user.get().local(), group.get().local(), name, joined);
    Draft announcement =
        new Draft(
            MembershipChange.TYPE,
            change.data(),
            messageId.orElseGet(() -> UUID.randomUUID().toString()),
            Sender.SERVER,
            messageId,
            Optional.empty());
    return fabric
        .change(change, announcement)
        .thenApply(outcome -> AdminAnswers.changed(group.get(), outcome));
  }

  private static boolean isBlank(byte[] body) {
    return new String(body, StandardCharsets.ISO_8859_1).isBlank();
  }

  private static JsonObject nothing() {
    try {
      return JsonObject.parse("{}".getBytes(StandardCharsets.UTF_8));
    } catch (MalformedJsonException fault) {
      throw new IllegalStateException(fault);
    }
  }
}
