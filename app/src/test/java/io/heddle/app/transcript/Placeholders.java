package io.heddle.app.transcript;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a transcript cannot know beforehand. {@code <uuid>} and {@code <time>} stand for any of
 * their kind; with a name, as {@code <uuid:bob>} or {@code <epoch:1>}, for the same one throughout.
 * {@code <millis>} and {@code <seconds>} stand for a number, a time since 1970.
 */
final class Placeholders {
  private static final Pattern PLACEHOLDER = Pattern.compile("<([a-z]+)(:[a-z0-9]+)?>");
  private static final Map<String, Pattern> KINDS =
      Map.of(
          "uuid",
          Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"),
          "time",
          Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z"),
          "epoch",
          Pattern.compile("\\S+"));
  private static final Map<String, Pattern> NUMBERS =
      Map.of("millis", Pattern.compile("\\d{13}"), "seconds", Pattern.compile("\\d{10}"));

  private final Map<String, String> bound = new HashMap<>();

  /** What this would be with the placeholders that the other has bound. */
  Placeholders copy() {
    Placeholders copy = new Placeholders();
    copy.bound.putAll(bound);
    return copy;
  }

  /** Gives a named placeholder its value. */
  void bind(String name, String value) {
    bound.put(name, value);
  }

  /** Whether a text is what is expected; names that are new are bound to it. */
  boolean matches(String expected, String actual) {
    Matcher placeholder = PLACEHOLDER.matcher(expected);
    if (!placeholder.matches()) {
      return expected.equals(actual);
    }
    String known = bound.get(expected);
    if (known != null) {
      return known.equals(actual);
    }
    Pattern kind = KINDS.get(placeholder.group(1));
    if (kind == null) {
      throw new IllegalArgumentException("no kind of placeholder: " + expected);
    }
    if (!kind.matcher(actual).matches()) {
      return false;
    }
    if (placeholder.group(2) != null) {
      bound.put(expected, actual);
    }
    return true;
  }

  /** Whether a number is what is expected where a placeholder stands for one. */
  boolean matchesNumber(String expected, String actual) {
    Matcher placeholder = PLACEHOLDER.matcher(expected);
    Pattern kind = placeholder.matches() ? NUMBERS.get(placeholder.group(1)) : null;
    return kind != null && kind.matcher(actual).matches();
  }

  /** A text to be sent, with the values that are bound. */
  String fill(String text) {
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(
            found -> {
              String value = bound.get(found.group());
              if (value == null) {
                throw new IllegalArgumentException(found.group() + " has no value yet");
              }
              return Matcher.quoteReplacement(value);
            });
  }
}
