package io.heddle.actors.payload;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads a text of one or more JSON values, each into its slice of the bytes. */
final class JsonText {
  /** Deep enough for any honest message; a recursive reader behind us survives it. */
  static final int MAX_DEPTH = 200;

  /** Numbers and strings are only walked over, so their length is bounded by the message's. */
  private static final StreamReadConstraints CONSTRAINTS =
      StreamReadConstraints.builder()
          .maxNestingDepth(MAX_DEPTH)
          .maxNumberLength(Integer.MAX_VALUE)
          .maxStringLength(Integer.MAX_VALUE)
          .maxNameLength(1_000)
          .build();

  /** Field names stay canonicalized: without that Jackson reads chars and knows no byte offsets. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(CONSTRAINTS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private JsonText() {}

  static JsonParser parser(byte[] utf8, int from, int to) throws IOException {
    return FACTORY.createParser(utf8, from, to - from);
  }

  static Payload single(byte[] utf8) throws MalformedJsonException {
    Surrogates.check(utf8, 0, utf8.length);
    try (JsonParser parser = parser(utf8, 0, utf8.length)) {
      if (parser.nextToken() == null) {
        throw new MalformedJsonException("invalid JSON format: empty");
      }
      Payload value = slice(parser, utf8, 0);
      if (parser.nextToken() != null) {
        throw new MalformedJsonException("invalid JSON format: more than one value");
      }
      return value;
    } catch (IOException fault) {
      throw malformed(fault);
    }
  }

  /** The value at the parser's token, which is left behind; {@code base} is where parsing began. */
  static Payload slice(JsonParser parser, byte[] utf8, int base) throws IOException {
    int start = base + (int) parser.currentTokenLocation().getByteOffset();
    if (parser.currentToken().isStructStart()) {
      parser.skipChildren();
    } else if (parser.currentToken() == JsonToken.VALUE_STRING) {
      parser.finishToken();
    }
    int end = base + (int) parser.currentLocation().getByteOffset();
    return new Payload(Arrays.copyOfRange(utf8, start, end));
  }

  static List<Payload> elements(Payload array) throws MalformedJsonException {
    byte[] utf8 = array.bytes();
    List<Payload> elements = new ArrayList<>();
    try (JsonParser parser = parser(utf8, 0, utf8.length)) {
      parser.nextToken();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        elements.add(slice(parser, utf8, 0));
      }
      return elements;
    } catch (IOException fault) {
      throw malformed(fault);
    }
  }

  static MalformedJsonException malformed(IOException fault) {
    if (fault instanceof StreamConstraintsException) {
      return new MalformedJsonException(
          "invalid JSON format: nested deeper than " + MAX_DEPTH + " levels or a name too long");
    }
    String text = String.valueOf(fault.getMessage());
    if (text.startsWith("Duplicate field")) {
      return new MalformedJsonException("invalid JSON format: " + duplicate(text));
    }
    return new MalformedJsonException("invalid JSON format");
  }

  private static String duplicate(String text) {
    int line = text.indexOf('\n');
    String first = line < 0 ? text : text.substring(0, line);
    return "duplicate field"
        + (first.length() <= 100 ? first.substring("Duplicate field".length()) : "");
  }
}
