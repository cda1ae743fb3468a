package io.heddle.http.dialect;

import io.heddle.actors.payload.MalformedJsonException;
import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.ErrorCode;
import io.heddle.actors.protocol.RoomName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Finds the rooms that a message names, at each of the places where clients write them. Places that
 * disagree are a fault: choosing one would be a guess.
 */
final class RoomPlaces {
  private final DialectLimits limits;
  private final UnaryOperator<String> naming;

  /**
   * Reads the names that clients write.
   *
   * @param naming turns a name that is not empty into a room's; the result need not be valid
   */
  RoomPlaces(DialectLimits limits, UnaryOperator<String> naming) {
    this.limits = limits;
    this.naming = naming;
  }

  /**
   * The rooms of a command that may name several.
   *
   * @param written each of them as the client wrote it
   * @param list whether they came as a list
   */
  record Named(List<RoomName> rooms, List<String> written, boolean list) {}

  /** The room of a command that is about one. */
  RoomName one(Fields message) throws Refusal, MalformedJsonException {
    return room(single(message, message.objectIfAny("data")).names());
  }

  /**
   * The room of a command whose {@code data} belongs to the application: it is looked into only
   * where the command itself names no room, so that data may have a field of any name.
   */
  RoomName ofPublish(Fields message) throws Refusal, MalformedJsonException {
    Place place = single(message, Optional.empty());
    return place.found() ? room(place.names()) : one(message);
  }

  /** The rooms of a command that is about one or more, each of them once. */
  Named several(Fields message) throws Refusal, MalformedJsonException {
    Optional<Fields> data = message.objectIfAny("data");
    Place one = single(message, data);
    Place all = lists(one, message);
    if (data.isPresent()) {
      all = lists(all, data.get());
    }
    if (all.names().size() > limits.rooms()) {
      throw Refusal.invalid(
          "field '" + all.field() + "' names more than " + limits.rooms() + " rooms");
    }
    if (all.names().isEmpty()) {
      throw Refusal.of(ErrorCode.ROOM_REQUIRED);
    }
    Map<RoomName, String> rooms = new LinkedHashMap<>();
    for (String name : all.names()) {
      rooms.putIfAbsent(valid(name), name);
    }
    return new Named(List.copyOf(rooms.keySet()), List.copyOf(rooms.values()), !one.found());
  }

  /** The room that a client calls so; none where it cannot be one. */
  Optional<RoomName> known(String name) {
    return name.isEmpty()
        ? Optional.empty()
        : RoomName.parse(naming.apply(name), limits.roomName());
  }

  private Place single(Fields message, Optional<Fields> data)
      throws Refusal, MalformedJsonException {
    Place place = and(Place.NOWHERE, "room", message.text("room"));
    place = and(place, "channel", message.text("channel"));
    if (data.isEmpty()) {
      return place;
    }
    place = inData(place, data.get(), "room");
    place = inData(place, data.get(), "channel");
    Optional<Payload> project = data.get().value("project_id");
    if (project.isPresent() && isDigits(project.get())) {
      return and(place, "data.project_id", Optional.of("project:" + project.get()));
    }
    return !place.found() || project.filter(Fields::isText).isPresent()
        ? and(place, "data.project_id", data.get().text("project_id").map("project:"::concat))
        : place;
  }

  /** Where the room is known already, a value that is no text is the application's. */
  private Place inData(Place place, Fields data, String name)
      throws Refusal, MalformedJsonException {
    return !place.found() || data.value(name).filter(Fields::isText).isPresent()
        ? and(place, "data." + name, data.text(name))
        : place;
  }

  private Place lists(Place place, Fields fields) throws Refusal {
    Place rooms = andAll(place, fields.prefix() + "rooms", fields.texts("rooms"));
    return andAll(rooms, fields.prefix() + "channels", fields.texts("channels"));
  }

  private RoomName room(List<String> names) throws Refusal {
    if (names.isEmpty()) {
      throw Refusal.of(ErrorCode.ROOM_REQUIRED);
    }
    return valid(names.getFirst());
  }

  private RoomName valid(String name) throws Refusal {
    if (name.isEmpty()) {
      throw Refusal.of(ErrorCode.ROOM_REQUIRED);
    }
    Optional<RoomName> room = known(name);
    if (room.isEmpty()) {
      throw Refusal.of(ErrorCode.INVALID_ROOM);
    }
    return room.get();
  }

  private static boolean isDigits(Payload value) {
    for (byte b : value.bytes()) {
      if (b < '0' || b > '9') {
        return false;
      }
    }
    return true;
  }

  private Place and(Place place, String other, Optional<String> name) throws Refusal {
    return name.isPresent() ? agreed(place, other, List.of(name.get())) : place;
  }

  private Place andAll(Place place, String other, Optional<List<String>> names) throws Refusal {
    return names.isPresent() ? agreed(place, other, names.get()) : place;
  }

  private Place agreed(Place place, String other, List<String> others) throws Refusal {
    if (!place.found()) {
      return new Place(other, others);
    }
    if (!same(place.names(), others)) {
      throw Refusal.invalid(
          "fields '" + place.field() + "' and '" + other + "' name different rooms");
    }
    return place;
  }

  /** Two names of one room do not disagree. */
  private boolean same(List<String> names, List<String> others) {
    return names.equals(others)
        || names.stream().map(naming).toList().equals(others.stream().map(naming).toList());
  }

  /**
   * Where the rooms were found first, and their names as they are written there.
   *
   * @param field the place, for errors
   */
  private record Place(String field, List<String> names) {
    static final Place NOWHERE = new Place("", List.of());

    boolean found() {
      return !field.isEmpty();
    }
  }
}
