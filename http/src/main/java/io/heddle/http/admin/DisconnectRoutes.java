package io.heddle.http.admin;

import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.path;
import static org.apache.pekko.http.javadsl.server.PathMatchers.segment;

import io.heddle.actors.fabric.Fabric;
import io.heddle.actors.protocol.CloseCode;
import io.heddle.actors.protocol.RoomName;
import java.util.Optional;
import org.apache.pekko.http.javadsl.server.Route;

/** Closing the connections of a user, and of a project's members, with 4410. */
final class DisconnectRoutes {
  private final Fabric fabric;
  private final AdminEndpoint endpoint;
  private final PathRooms rooms;

  DisconnectRoutes(Fabric fabric, AdminEndpoint endpoint, PathRooms rooms) {
    this.fabric = fabric;
    this.endpoint = endpoint;
    this.rooms = rooms;
  }

  Route route() {
    return concat(
        path(
            segment("users").slash(segment()).slash("disconnect"),
            id -> disconnect("user_disconnect", rooms.user(id))),
        path(
            segment("projects").slash(segment()).slash("disconnect"),
            id -> disconnect("project_disconnect", rooms.project(id))));
  }

  private Route disconnect(String route, Optional<RoomName> room) {
    return endpoint.post(
        route,
        body ->
            room.isEmpty()
                ? AdminAnswers.invalidRoom()
                : fabric
                    .disconnect(room.get(), CloseCode.DISCONNECTED, Disconnect.reason(body))
                    .thenApply(AdminAnswers::disconnected));
  }
}
