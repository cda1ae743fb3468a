package io.heddle.http.admin;

import static org.apache.pekko.http.javadsl.server.Directives.path;
import static org.apache.pekko.http.javadsl.server.PathMatchers.segment;

import com.fasterxml.jackson.databind.util.RawValue;
import io.heddle.actors.fabric.Fabric;
import io.heddle.actors.protocol.Attendee;
import io.heddle.actors.protocol.ErrorCode;
import io.heddle.actors.protocol.PresenceReply;
import io.heddle.actors.protocol.RoomName;
import io.heddle.http.answer.Json;
import io.heddle.http.answer.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.Route;

/** Who is in a room, over all nodes. Nobody is an empty list, never 404. */
final class PresenceRoute {
  private final Fabric fabric;
  private final AdminEndpoint endpoint;
  private final PathRooms rooms;

  PresenceRoute(Fabric fabric, AdminEndpoint endpoint, PathRooms rooms) {
    this.fabric = fabric;
    this.endpoint = endpoint;
    this.rooms = rooms;
  }

  Route route() {
    return path(
        segment("rooms").slash(segment()).slash("presence"), name -> presence(rooms.room(name)));
  }

  private Route presence(Optional<RoomName> room) {
    return endpoint.get(
        "room_presence",
        () ->
            room.isEmpty()
                ? AdminAnswers.invalidRoom()
                : fabric.presence(room.get()).thenApply(reply -> answer(room.get(), reply)));
  }

  private static HttpResponse answer(RoomName room, PresenceReply reply) {
    return switch (reply) {
      case PresenceReply.Present present -> Json.ok(present(room, present));
      case PresenceReply.Untold(var code) when code == ErrorCode.NOT_AVAILABLE ->
          Problem.badRequest("presence is not kept in this room").response();
      case PresenceReply.Untold(var code) -> Problem.unavailable(code.text()).response();
    };
  }

  private static Map<String, Object> present(RoomName room, PresenceReply.Present present) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("room", room.value());
    body.put("client_count", present.clientCount());
    present
        .users()
        .ifPresent(all -> body.put("users", all.stream().map(PresenceRoute::user).toList()));
    return body;
  }

  private static Map<String, Object> user(Attendee user) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("user_id", user.userId());
    fields.put("connections", user.connections());
    user.state().ifPresent(state -> fields.put("state", new RawValue(state.data().toString())));
    return fields;
  }
}
