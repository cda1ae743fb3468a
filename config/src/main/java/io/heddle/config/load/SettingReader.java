package io.heddle.config.load;

import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import io.heddle.config.Bytes;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads the value that holds for a key. What can't be read becomes a fault and is replaced by the
 * default, so that all faults are found in one go. Keys are without the leading {@code heddle.}.
 */
final class SettingReader {
  private final Layers layers;
  private final List<Fault> faults;
  private final Set<String> faulty = new HashSet<>();

  SettingReader(Layers layers, List<Fault> faults) {
    this.layers = layers;
    this.faults = faults;
  }

  <T> T read(String key, Function<ConfigValue, Converted<T>> conversion) {
    var full = Reference.ROOT + "." + key;
    var candidate = layers.of(full);
    return switch (conversion.apply(candidate.value())) {
      case Converted.Ok<T>(var value) -> value;
      case Converted.Bad<T>(var problems) -> {
        faulty.add(full);
        problems.forEach(problem -> faults.add(candidate.fault(problem)));
        yield fallback(full, conversion);
      }
    };
  }

  private <T> T fallback(String full, Function<ConfigValue, Converted<T>> conversion) {
    return switch (conversion.apply(layers.fallback(full).value())) {
      case Converted.Ok<T>(var value) -> value;
      case Converted.Bad<T>(var problems) ->
          throw new IllegalStateException("faulty default of " + full + ": " + problems);
    };
  }

  /** Whether reading the key found a fault. */
  boolean isFaulty(String fullKey) {
    return faulty.contains(fullKey);
  }

  String text(String key) {
    return read(key, value -> Values.text(value).then(Formats::notEmpty));
  }

  /** A text that must have a form where there is any. */
  Optional<String> optional(String key, Function<String, Converted<String>> form) {
    return present(read(key, value -> Values.text(value).then(Formats.ifAny(form))));
  }

  /** The same, with its white space: it may be part of a secret. */
  Optional<String> exact(String key, Function<String, Converted<String>> form) {
    return present(read(key, value -> Values.exact(value).then(Formats.ifAny(form))));
  }

  private static Optional<String> present(String text) {
    return Optional.of(text).filter(it -> !it.isEmpty());
  }

  boolean flag(String key) {
    return read(key, Values::flag);
  }

  <E extends Enum<E>> E choice(String key, Class<E> type) {
    return read(key, value -> Values.choice(value, type));
  }

  /** A list of texts, each of a form. */
  List<String> texts(String key, Function<String, Converted<String>> form) {
    return read(
        key,
        value ->
            Values.elements(value)
                .then(all -> Values.each(all, element -> Values.text(element).then(form))));
  }

  int number(String key, int least, int most) {
    return read(
        key,
        value ->
            Values.number(value)
                .then(number -> within(number, (long) least, (long) most, least + " to " + most))
                .then(number -> new Converted.Ok<>(number.intValue())));
  }

  Duration duration(String key, String least, String most) {
    return read(
        key,
        value ->
            Quantities.duration(value)
                .then(
                    duration ->
                        within(
                            duration,
                            bound(least, Quantities::duration),
                            bound(most, Quantities::duration),
                            least + " to " + most)));
  }

  Bytes bytes(String key, String least, String most) {
    return read(
        key,
        value ->
            Quantities.bytes(value)
                .then(
                    size ->
                        within(
                            size,
                            bound(least, Quantities::bytes),
                            bound(most, Quantities::bytes),
                            least + " to " + most)));
  }

  private static <T> T bound(String text, Function<ConfigValue, Converted<T>> conversion) {
    return switch (conversion.apply(ConfigValueFactory.fromAnyRef(text))) {
      case Converted.Ok<T>(var value) -> value;
      case Converted.Bad<T>(var problems) -> throw new IllegalStateException(problems.toString());
    };
  }

  private static <T extends Comparable<T>> Converted<T> within(
      T value, T least, T most, String range) {
    return value.compareTo(least) >= 0 && value.compareTo(most) <= 0
        ? new Converted.Ok<>(value)
        : Converted.bad("is out of range: " + range);
  }
}
