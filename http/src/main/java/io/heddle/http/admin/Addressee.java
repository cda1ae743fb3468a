package io.heddle.http.admin;

import io.heddle.actors.payload.JsonObject;
import io.heddle.actors.payload.MalformedJsonException;
import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.ClientId;
import io.heddle.actors.protocol.RoomName;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whom a path names, and what a body may repeat of that: older backends name the receiver in the
 * body too. A body that names another one is refused, never guessed at.
 *
 * @param agreeing by field, the values that agree; fields that are not in it are not looked at
 */
record Addressee(Map<String, Set<String>> agreeing) {
  static Addressee everybody(RoomName system) {
    return of(Set.of(system.value(), "system:broadcast"), Set.of());
  }

  static Addressee room(RoomName room) {
    return of(Set.of(room.value()), Set.of(room.value()));
  }

  static Addressee user(RoomName room) {
    String id = room.local();
    return new Addressee(
        Map.of(
            "room", Set.of(room.value()),
            "channel", Set.of(room.value(), "notifications:" + id),
            "to", Set.of(id),
            "user_id", Set.of(id)));
  }

  static Addressee project(RoomName room) {
    return of(Set.of(room.value()), Set.of(room.local(), room.value()));
  }

  static Addressee member(RoomName user, RoomName group, boolean joined) {
    return new Addressee(
        Map.of(
            "user_id", Set.of(user.local()),
            "group_id", Set.of(group.local()),
            "room", Set.of(group.value()),
            "joined", Set.of(Boolean.toString(joined))));
  }

  static Addressee connection(ClientId id) {
    return of(Set.of(), Set.of(id.toString()));
  }

  private static Addressee of(Set<String> rooms, Set<String> to) {
    return new Addressee(Map.of("room", rooms, "channel", rooms, "to", to));
  }

  /** Refuses a body that names somebody else; an empty text names nobody. */
  void check(JsonObject body) throws MalformedJsonException {
    for (var entry : agreeing.entrySet()) {
      String field = entry.getKey();
      Optional<Payload> value = body.field(field);
      if (value.isPresent() && contradicts(body, field, value.get(), entry.getValue())) {
        throw new MalformedJsonException("field '" + field + "' contradicts the path");
      }
    }
  }

  private static boolean contradicts(
      JsonObject body, String field, Payload value, Set<String> agreeing)
      throws MalformedJsonException {
    boolean text = value.bytes()[0] == '"';
    String named = text ? body.text(field).orElse("") : value.toString();
    return !named.isEmpty() && !agreeing.contains(named);
  }
}
