package io.heddle.app.transcript;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.TreeSet;

/** Compares frames: the same fields, no more and no fewer, and numbers as they are written. */
final class Frames {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private Frames() {}

  /** Empty where they agree, else what is different and where. */
  static String difference(String expected, String actual, Placeholders placeholders) {
    return difference("", parse(expected), parse(actual), placeholders);
  }

  private static String difference(
      String at, JsonNode expected, JsonNode actual, Placeholders placeholders) {
    if (expected.isTextual() && actual.isTextual()) {
      return placeholders.matches(expected.textValue(), actual.textValue())
          ? ""
          : told(at, expected, actual);
    }
    if (expected.isTextual() && actual.isNumber()) {
      return placeholders.matchesNumber(expected.textValue(), actual.toString())
          ? ""
          : told(at, expected, actual);
    }
    if (expected.getNodeType() != actual.getNodeType() || expected.size() != actual.size()) {
      return told(at, expected, actual);
    }
    if (expected.isObject()) {
      for (String name : new TreeSet<>(expected.propertyStream().map(e -> e.getKey()).toList())) {
        JsonNode other = actual.get(name);
        String difference =
            other == null
                ? at + "." + name + " is missing in " + actual
                : difference(at + "." + name, expected.get(name), other, placeholders);
        if (!difference.isEmpty()) {
          return difference;
        }
      }
      return "";
    }
    if (expected.isArray()) {
      for (int i = 0; i < expected.size(); i++) {
        String difference =
            difference(at + "[" + i + "]", expected.get(i), actual.get(i), placeholders);
        if (!difference.isEmpty()) {
          return difference;
        }
      }
      return "";
    }
    return expected.toString().equals(actual.toString()) ? "" : told(at, expected, actual);
  }

  private static String told(String at, JsonNode expected, JsonNode actual) {
    return (at.isEmpty() ? "the frame" : at) + " should be " + expected + " and is " + actual;
  }

  /** The text of {@code data} in a frame, as it is written there. */
  static String data(String frame) {
    byte[] utf8 = frame.getBytes(StandardCharsets.UTF_8);
    try (JsonParser parser = JSON.createParser(utf8)) {
      parser.nextToken();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        boolean found = "data".equals(parser.currentName());
        parser.nextToken();
        int from = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        if (found) {
          int to = (int) parser.currentLocation().getByteOffset();
          return new String(utf8, from, to - from, StandardCharsets.UTF_8);
        }
      }
      throw new AssertionError("no data in " + frame);
    } catch (IOException fault) {
      throw new UncheckedIOException(frame, fault);
    }
  }

  static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException fault) {
      throw new UncheckedIOException(json, fault);
    }
  }
}
