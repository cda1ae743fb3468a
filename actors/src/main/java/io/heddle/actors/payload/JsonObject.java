package io.heddle.actors.payload;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The fields of one JSON object, each kept as the bytes that came. Objects of messages have a
 * handful of fields, so they stand in a list and are found by looking.
 */
public final class JsonObject {
  private final List<String> names = new ArrayList<>(8);
  private final List<Payload> values = new ArrayList<>(8);

  private JsonObject() {}

  /**
   * Reads the objects of a text that holds one or more, separated by white space (or by nothing).
   *
   * @param sink gets each object as soon as it is whole, so that those before a fault count
   * @throws MalformedJsonException where something is no valid JSON or no object
   */
  public static void readAll(byte[] utf8, int from, int to, Sink sink)
      throws MalformedJsonException {
    Surrogates.check(utf8, from, to);
    try (JsonParser parser = JsonText.parser(utf8, from, to)) {
      boolean any = false;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token != JsonToken.START_OBJECT) {
          throw new MalformedJsonException("invalid JSON format: a message is an object");
        }
        any = true;
        sink.accept(read(parser, utf8, from));
      }
      if (!any) {
        throw new MalformedJsonException("invalid JSON format: empty message");
      }
    } catch (IOException fault) {
      throw JsonText.malformed(fault);
    }
  }

  /**
   * Reads exactly one object.
   *
   * @throws MalformedJsonException where the bytes are anything else
   */
  public static JsonObject parse(byte[] utf8) throws MalformedJsonException {
    return of(JsonText.single(utf8));
  }

  /**
   * The fields of a value that is an object.
   *
   * @throws MalformedJsonException where it is no object
   */
  public static JsonObject of(Payload value) throws MalformedJsonException {
    if (!value.isObject()) {
      throw new MalformedJsonException("invalid JSON format: not an object");
    }
    byte[] utf8 = value.bytes();
    try (JsonParser parser = JsonText.parser(utf8, 0, utf8.length)) {
      parser.nextToken();
      return read(parser, utf8, 0);
    } catch (IOException fault) {
      throw JsonText.malformed(fault);
    }
  }

  /**
   * The names of a value's fields, also of those that are {@code null}; a value that is no object
   * has none.
   */
  public static List<String> names(Payload value) {
    if (!value.isObject()) {
      return List.of();
    }
    byte[] utf8 = value.bytes();
    List<String> names = new ArrayList<>(8);
    try (JsonParser parser = JsonText.parser(utf8, 0, utf8.length)) {
      parser.nextToken();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        names.add(parser.currentName());
        parser.nextToken();
        parser.skipChildren();
      }
      return names;
    } catch (IOException fault) {
      throw new IllegalStateException("a payload has been read before", fault);
    }
  }

  private static JsonObject read(JsonParser parser, byte[] utf8, int base) throws IOException {
    JsonObject object = new JsonObject();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      object.names.add(parser.currentName());
      parser.nextToken();
      object.values.add(JsonText.slice(parser, utf8, base));
    }
    return object;
  }

  /** The names of all fields, also of those that are {@code null}. */
  public List<String> names() {
    return List.copyOf(names);
  }

  /** The field of this name; a field that is {@code null} counts as absent. */
  public Optional<Payload> field(String name) {
    int at = names.indexOf(name);
    if (at < 0 || values.get(at).bytes()[0] == 'n') {
      return Optional.empty();
    }
    return Optional.of(values.get(at));
  }

  /**
   * The text of a field.
   *
   * @throws MalformedJsonException where the field is there and is no string
   */
  public Optional<String> text(String name) throws MalformedJsonException {
    Optional<Payload> value = field(name);
    return value.isPresent() ? Optional.of(text(name, value.get())) : Optional.empty();
  }

  /**
   * The texts of a field that is a list of strings.
   *
   * @throws MalformedJsonException where the field is there and is something else
   */
  public Optional<List<String>> texts(String name) throws MalformedJsonException {
    Optional<Payload> value = field(name);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (value.get().bytes()[0] != '[') {
      throw new MalformedJsonException("field '" + name + "' must be a list of strings");
    }
    List<String> texts = new ArrayList<>();
    for (Payload element : JsonText.elements(value.get())) {
      texts.add(text(name, element));
    }
    return Optional.of(texts);
  }

  /**
   * A field that is an object.
   *
   * @throws MalformedJsonException where the field is there and is something else
   */
  public Optional<JsonObject> object(String name) throws MalformedJsonException {
    Optional<Payload> value = field(name);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (!value.get().isObject()) {
      throw new MalformedJsonException("field '" + name + "' must be an object");
    }
    return Optional.of(of(value.get()));
  }

  /** Whether every field's name is one of these. */
  public boolean hasOnly(Set<String> allowed) {
    return allowed.containsAll(names);
  }

  private static String text(String name, Payload value) throws MalformedJsonException {
    byte[] json = value.bytes();
    if (json[0] != '"') {
      throw new MalformedJsonException("field '" + name + "' must be a string");
    }
    if (!escaped(json)) {
      return new String(json, 1, json.length - 2, StandardCharsets.UTF_8);
    }
    try (JsonParser parser = JsonText.parser(json, 0, json.length)) {
      parser.nextToken();
      return parser.getText();
    } catch (IOException fault) {
      throw JsonText.malformed(fault);
    }
  }

  private static boolean escaped(byte[] json) {
    for (byte b : json) {
      if (b == '\\') {
        return true;
      }
    }
    return false;
  }

  /** Takes objects as they are read. */
  @FunctionalInterface
  public interface Sink {
    /** Takes the next object of the text. */
    void accept(JsonObject object);
  }
}
