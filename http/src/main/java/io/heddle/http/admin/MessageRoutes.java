package io.heddle.http.admin;

import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.path;
import static org.apache.pekko.http.javadsl.server.PathMatchers.segment;

import io.heddle.actors.fabric.Fabric;
import io.heddle.actors.payload.MalformedJsonException;
import io.heddle.actors.protocol.ClientId;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.ToPublisher;
import io.heddle.http.answer.Problem;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.Route;

/** Publishing: to everybody, a user, a room, a project; and a message to one connection. */
final class MessageRoutes {
  private final Fabric fabric;
  private final AdminEndpoint endpoint;
  private final PathRooms rooms;

  MessageRoutes(Fabric fabric, AdminEndpoint endpoint, PathRooms rooms) {
    this.fabric = fabric;
    this.endpoint = endpoint;
    this.rooms = rooms;
  }

  Route route() {
    return concat(
        path(
            "broadcast",
            () -> publish("broadcast", Optional.of(RoomName.SYSTEM), Addressee::everybody)),
        path(
            segment("users").slash(segment()).slash("message"),
            id -> publish("user_message", rooms.user(id), Addressee::user)),
        path(
            segment("rooms").slash(segment()).slash("message"),
            name -> publish("room_message", rooms.room(name), Addressee::room)),
        path(
            segment("projects").slash(segment()).slash("message"),
            id -> publish("project_message", rooms.project(id), Addressee::project)),
        path(segment("connections").slash(segment()).slash("message"), this::toConnection));
  }

  private Route publish(
      String route, Optional<RoomName> room, Function<RoomName, Addressee> addressee) {
    return endpoint.post(
        route,
        (request, body) ->
            room.isEmpty()
                ? AdminAnswers.invalidRoom()
                : publish(room.get(), addressee.apply(room.get()), PublishHead.of(request), body));
  }

  private CompletionStage<HttpResponse> publish(
      RoomName room, Addressee addressee, PublishHead head, byte[] body)
      throws MalformedJsonException {
    Draft draft = AdminMessage.parse(body, addressee, head.key());
    CompletionStage<ToPublisher.Answer> answer = fabric.publish(room, draft);
    return head.waits()
        ? answer.thenApply(it -> AdminAnswers.published(room, it))
        : AdminAnswers.taken(room, draft);
  }

  private Route toConnection(String id) {
    Optional<ClientId> connection = ClientId.parse(id);
    return endpoint.post(
        "connection_message",
        body ->
            connection.isEmpty()
                ? AdminAnswers.problem(Problem.badRequest("invalid connection id"))
                : fabric
                    .toConnection(
                        connection.get(),
                        AdminMessage.parse(
                            body, Addressee.connection(connection.get()), Optional.empty()))
                    .thenApply(AdminAnswers::received));
  }
}
