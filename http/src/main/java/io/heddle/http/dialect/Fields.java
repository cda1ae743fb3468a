package io.heddle.http.dialect;

import io.heddle.actors.payload.JsonObject;
import io.heddle.actors.payload.MalformedJsonException;
import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.Position;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The fields of a message, or of an object in one, read by the form that they must have.
 *
 * @param prefix stands before a field's name in errors, e.g. {@code data.}
 */
record Fields(JsonObject object, String prefix) {
  /** The names of all fields, also of those that are {@code null}. */
  List<String> names() {
    return object.names();
  }

  Optional<Payload> value(String name) {
    return object.field(name);
  }

  Payload required(String name) throws Refusal {
    Optional<Payload> value = object.field(name);
    if (value.isEmpty()) {
      throw missing(name);
    }
    return value.get();
  }

  Optional<String> text(String name) throws Refusal, MalformedJsonException {
    Optional<Payload> value = object.field(name);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (!isText(value.get())) {
      throw invalid(name, "must be a string");
    }
    return object.text(name);
  }

  String requiredText(String name) throws Refusal, MalformedJsonException {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      throw missing(name);
    }
    if (text.get().isEmpty()) {
      throw invalid(name, "must not be empty");
    }
    return text.get();
  }

  Optional<List<String>> texts(String name) throws Refusal {
    try {
      return object.texts(name);
    } catch (MalformedJsonException _) {
      throw invalid(name, "must be a list of strings");
    }
  }

  /** The fields of a field that is an object; elsewhere it is a fault. */
  Optional<Fields> object(String name) throws Refusal, MalformedJsonException {
    Optional<Payload> value = object.field(name);
    if (value.isPresent() && !value.get().isObject()) {
      throw invalid(name, "must be an object");
    }
    return objectIfAny(name);
  }

  /** The fields of a field that is an object; elsewhere there are none. */
  Optional<Fields> objectIfAny(String name) throws MalformedJsonException {
    Optional<Payload> value = object.field(name);
    return value.isPresent() && value.get().isObject()
        ? Optional.of(new Fields(JsonObject.of(value.get()), prefix + name + "."))
        : Optional.empty();
  }

  OptionalLong wholeNumber(String name, long min, long max) throws Refusal {
    Optional<Payload> value = object.field(name);
    if (value.isEmpty()) {
      return OptionalLong.empty();
    }
    // The longest number in range has 19 digits: do not turn half a megabyte of them into text.
    if (value.get().size() <= 19) {
      try {
        long number = Long.parseLong(value.get().toString());
        if (number >= min && number <= max) {
          return OptionalLong.of(number);
        }
      } catch (NumberFormatException _) {
        throw notWhole(name, min, max);
      }
    }
    throw notWhole(name, min, max);
  }

  /** Whether a field is {@code true}; one that is absent is not. */
  boolean flag(String name) throws Refusal {
    Optional<Payload> value = object.field(name);
    if (value.isPresent() && value.get().bytes()[0] != 't' && value.get().bytes()[0] != 'f') {
      throw invalid(name, "must be true or false");
    }
    return value.isPresent() && value.get().bytes()[0] == 't';
  }

  /** The position that these fields are. */
  Position position() throws Refusal, MalformedJsonException {
    String epoch = requiredText("epoch");
    OptionalLong offset = wholeNumber("offset", 0, Long.MAX_VALUE);
    if (offset.isEmpty()) {
      throw missing("offset");
    }
    return new Position(epoch, offset.getAsLong());
  }

  /** The position that a field is, if it is there. */
  Optional<Position> position(String name) throws Refusal, MalformedJsonException {
    Optional<Fields> fields = object(name);
    return fields.isPresent() ? Optional.of(fields.get().position()) : Optional.empty();
  }

  Refusal missing(String name) {
    return invalid(name, "is required");
  }

  Refusal invalid(String name, String fault) {
    return Refusal.invalid("field '" + prefix + name + "' " + fault);
  }

  static boolean isText(Payload value) {
    return value.bytes()[0] == '"';
  }

  private Refusal notWhole(String name, long min, long max) {
    return invalid(
        name,
        "must be a whole number "
            + (max == Long.MAX_VALUE ? "of at least " + min : "from " + min + " to " + max));
  }
}
