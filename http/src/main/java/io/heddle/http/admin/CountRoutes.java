package io.heddle.http.admin;

import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.path;
import static org.apache.pekko.http.javadsl.server.PathMatchers.segment;

import io.heddle.actors.fabric.Fabric;
import io.heddle.actors.protocol.RoomName;
import java.util.Optional;
import org.apache.pekko.http.javadsl.server.Route;

/** Counting connections, over all nodes. Nobody is 0, never 404. */
final class CountRoutes {
  private final Fabric fabric;
  private final AdminEndpoint endpoint;
  private final PathRooms rooms;

  CountRoutes(Fabric fabric, AdminEndpoint endpoint, PathRooms rooms) {
    this.fabric = fabric;
    this.endpoint = endpoint;
    this.rooms = rooms;
  }

  Route route() {
    return concat(
        path(segment("connections").slash("count"), this::all),
        path(
            segment("users").slash(segment()).slash("connections").slash("count"),
            id -> count("user_count", rooms.user(id))),
        path(
            segment("projects").slash(segment()).slash("connections").slash("count"),
            id -> count("project_count", rooms.project(id))));
  }

  private Route all() {
    return endpoint.get(
        "connections_count",
        () -> fabric.load().thenApply(load -> AdminAnswers.counted(load.connections())));
  }

  private Route count(String route, Optional<RoomName> room) {
    return endpoint.get(
        route,
        () ->
            room.isEmpty()
                ? AdminAnswers.invalidRoom()
                : fabric.count(room.get()).thenApply(AdminAnswers::counted));
  }
}
