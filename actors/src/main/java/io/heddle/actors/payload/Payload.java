package io.heddle.actors.payload;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One valid JSON value (RFC 8259), as the bytes that came in. Immutable. */
public final class Payload {
  /** The empty object. */
  public static final Payload EMPTY_OBJECT = new Payload(new byte[] {'{', '}'});

  private final byte[] json;

  /** Takes {@code json} over without a copy or a check: for bytes that a parser has passed. */
  Payload(byte[] json) {
    this.json = json;
  }

  /**
   * Takes bytes over that were those of a payload before, such as from a log: neither copied nor
   * checked.
   */
  public static Payload ofChecked(byte[] json) {
    return new Payload(json);
  }

  /**
   * Reads one JSON value.
   *
   * @throws MalformedJsonException where the bytes are not exactly one valid value
   */
  public static Payload parse(byte[] utf8) throws MalformedJsonException {
    return JsonText.single(utf8);
  }

  /**
   * Reads one JSON value.
   *
   * @throws MalformedJsonException where the text is not exactly one valid value
   */
  public static Payload parse(String json) throws MalformedJsonException {
    return parse(json.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * One JSON value that is written in a program, or comes from a library that writes JSON.
   *
   * @throws IllegalArgumentException where the text is not exactly one valid value
   */
  public static Payload of(String json) {
    try {
      return parse(json);
    } catch (MalformedJsonException fault) {
      throw new IllegalArgumentException(fault.getMessage(), fault);
    }
  }

  /** The same of bytes in UTF-8, which are kept as they are. */
  public static Payload of(byte[] utf8) {
    try {
      return parse(utf8);
    } catch (MalformedJsonException fault) {
      throw new IllegalArgumentException(fault.getMessage(), fault);
    }
  }

  /** Begins an object that a program puts together. */
  public static ObjectBuilder object() {
    return new ObjectBuilder();
  }

  /** The shared array itself: to be read only. */
  public byte[] bytes() {
    return json;
  }

  /** Length in bytes. */
  public int size() {
    return json.length;
  }

  /** Whether the value is a JSON object. */
  public boolean isObject() {
    return json[0] == '{';
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Payload p && Arrays.equals(json, p.json);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(json);
  }

  /** The JSON text. */
  @Override
  public String toString() {
    return new String(json, StandardCharsets.UTF_8);
  }
}
