package io.heddle.config.load;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import io.heddle.config.load.Converted.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Values without a unit: how they are read. */
final class Values {
  private Values() {}

  /** Text as it stands, which for a secret is all of it. */
  static Converted<String> exact(ConfigValue value) {
    return switch (value.valueType()) {
      case STRING, NUMBER, BOOLEAN -> new Converted.Ok<>(value.atKey("v").getString("v"));
      case LIST, OBJECT, NULL -> Converted.bad("takes a text");
    };
  }

  /** Text without white space at its ends. */
  static Converted<String> text(ConfigValue value) {
    return exact(value).then(text -> new Converted.Ok<>(text.strip()));
  }

  static Converted<Boolean> flag(ConfigValue value) {
    return text(value)
        .then(
            text ->
                switch (text.toLowerCase(Locale.ROOT)) {
                  case "on", "true", "yes" -> new Converted.Ok<>(true);
                  case "off", "false", "no" -> new Converted.Ok<>(false);
                  default -> Converted.bad("'" + text + "' is neither on nor off");
                });
  }

  static Converted<Long> number(ConfigValue value) {
    return text(value)
        .then(
            text ->
                text.matches("-?\\d{1,18}")
                    ? new Converted.Ok<>(Long.valueOf(text))
                    : Converted.bad("'" + text + "' is no whole number"));
  }

  /** A constant of an enum, written as {@code in-band} for {@code IN_BAND}. */
  static <E extends Enum<E>> Converted<E> choice(ConfigValue value, Class<E> type) {
    return text(value)
        .then(
            text -> {
              var names = Arrays.stream(type.getEnumConstants()).map(Values::written).toList();
              int index = names.indexOf(text);
              return index >= 0
                  ? new Converted.Ok<>(type.getEnumConstants()[index])
                  : new Converted.Bad<>(
                      List.of(
                          new Problem(
                              "'%s' is none of %s".formatted(text, String.join(", ", names)),
                              Optional.empty(),
                              NearestName.of(text, names))));
            });
  }

  private static String written(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The elements of a list; a text is a list with commas. */
  static Converted<List<ConfigValue>> elements(ConfigValue value) {
    return switch (value) {
      case ConfigList list -> new Converted.Ok<>(List.copyOf(list));
      case ConfigValue text when text.valueType() == ConfigValueType.STRING ->
          new Converted.Ok<>(split(text));
      default -> Converted.bad("takes a list");
    };
  }

  private static List<ConfigValue> split(ConfigValue text) {
    var written = String.valueOf(text.unwrapped());
    return written.isBlank()
        ? List.of()
        : Arrays.stream(written.split(",", -1))
            .map(String::strip)
            .map(part -> ConfigValueFactory.fromAnyRef(part).withOrigin(text.origin()))
            .toList();
  }

  /** All elements converted, or all that is wrong with any of them, each at its place. */
  static <T> Converted<List<T>> each(
      List<ConfigValue> elements, Function<ConfigValue, Converted<T>> conversion) {
    var values = new ArrayList<T>();
    var problems = new ArrayList<Problem>();
    for (var element : elements) {
      switch (conversion.apply(element)) {
        case Converted.Ok<T>(var value) -> values.add(value);
        case Converted.Bad<T>(var wrong) ->
            wrong.forEach(
                p ->
                    problems.add(
                        new Problem(
                            p.text(), p.part().or(() -> Optional.of(element)), p.nearest())));
      }
    }
    return problems.isEmpty() ? new Converted.Ok<>(values) : new Converted.Bad<>(problems);
  }
}
