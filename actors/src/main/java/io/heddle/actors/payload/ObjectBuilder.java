package io.heddle.actors.payload;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes one JSON object, for who has no JSON library at hand. For one thread; built once. */
public final class ObjectBuilder {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
  private final JsonGenerator json;

  /** An object without fields. */
  public ObjectBuilder() {
    try {
      json = FACTORY.createGenerator(bytes);
      json.writeStartObject();
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  /** Something to be written. */
  private interface Step {
    void write() throws IOException;
  }

  private ObjectBuilder field(String name, Step value) {
    try {
      json.writeFieldName(name);
      value.write();
      return this;
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  /** Adds a text. */
  public ObjectBuilder put(String name, String text) {
    return field(name, () -> json.writeString(text));
  }

  /** Adds a whole number. */
  public ObjectBuilder put(String name, long number) {
    return field(name, () -> json.writeNumber(number));
  }

  /** Adds {@code true} or {@code false}. */
  public ObjectBuilder put(String name, boolean flag) {
    return field(name, () -> json.writeBoolean(flag));
  }

  /** Adds a value as it is. */
  public ObjectBuilder put(String name, Payload value) {
    return field(name, () -> json.writeRawValue(value.toString()));
  }

  /**
   * The object; nothing can be added afterwards.
   *
   * @throws IllegalArgumentException where two fields have one name, or a text half a surrogate
   *     pair
   */
  public Payload build() {
    try {
      json.writeEndObject();
      json.close();
    } catch (IOException fault) {
      throw new IllegalArgumentException(fault.getMessage(), fault);
    }
    return Payload.of(bytes.toByteArray());
  }
}
