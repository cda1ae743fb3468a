package io.heddle.http.dialect;

import io.heddle.actors.payload.MalformedJsonException;
import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.ErrorCode;
import io.heddle.actors.protocol.RoomName;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the rooms that a message names, at each of the places where clients write them. Places that
 * disagree are a fault: choosing one would be a guess.
 */
final class Rooms {
  private final DialectLimits limits;

  Rooms(DialectLimits limits) {
    this.limits = limits;
  }

  /**
   * The rooms of a command that may name several.
   *
   * @param list whether they came as a list
   */
  record Named(List<RoomName> rooms, boolean list) {}

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
    Set<RoomName> rooms = new LinkedHashSet<>();
    for (String name : all.names()) {
      rooms.add(valid(name));
    }
    return new Named(List.copyOf(rooms), !one.found());
  }

  private static Place single(Fields message, Optional<Fields> data)
      throws Refusal, MalformedJsonException {
    Place place = Place.NOWHERE.and("room", message.text("room"));
    place = place.and("channel", message.text("channel"));
    if (data.isEmpty()) {
      return place;
    }
    place = inData(place, data.get(), "room");
    place = inData(place, data.get(), "channel");
    Optional<Payload> project = data.get().value("project_id");
    if (project.isPresent() && isDigits(project.get())) {
      return place.and("data.project_id", Optional.of("project:" + project.get()));
    }
    return !place.found() || project.filter(Fields::isText).isPresent()
        ? place.and("data.project_id", data.get().text("project_id").map("project:"::concat))
        : place;
  }

  /** Where the room is known already, a value that is no text is the application's. */
  private static Place inData(Place place, Fields data, String name)
      throws Refusal, MalformedJsonException {
    return !place.found() || data.value(name).filter(Fields::isText).isPresent()
        ? place.and("data." + name, data.text(name))
        : place;
  }

  private static Place lists(Place place, Fields fields) throws Refusal {
    return place
        .andAll(fields.prefix() + "rooms", fields.texts("rooms"))
        .andAll(fields.prefix() + "channels", fields.texts("channels"));
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
    Optional<RoomName> room = RoomName.parse(name, limits.roomName());
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

  /**
   * Where the rooms were found first, and which they are.
   *
   * @param field the place, for errors
   */
  private record Place(String field, List<String> names) {
    static final Place NOWHERE = new Place("", List.of());

    boolean found() {
      return !field.isEmpty();
    }

    Place and(String other, Optional<String> name) throws Refusal {
      return name.isPresent() ? agreed(other, List.of(name.get())) : this;
    }

    Place andAll(String other, Optional<List<String>> names) throws Refusal {
      return names.isPresent() ? agreed(other, names.get()) : this;
    }

    private Place agreed(String other, List<String> others) throws Refusal {
      if (!found()) {
        return new Place(other, others);
      }
      if (!names.equals(others)) {
        throw Refusal.invalid("fields '" + field + "' and '" + other + "' name different rooms");
      }
      return this;
    }
  }
}
