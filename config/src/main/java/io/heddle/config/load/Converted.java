package io.heddle.config.load;

import com.typesafe.config.ConfigValue;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A value made of what was written, or what is wrong with it. */
sealed interface Converted<T> {
  /** The value. */
  record Ok<T>(T value) implements Converted<T> {}

  /** What is wrong; one problem at least. */
  record Bad<T>(List<Problem> problems) implements Converted<T> {}

  /**
   * One thing that is wrong.
   *
   * @param text what is expected
   * @param part of the value that is wrong, where it is not the whole
   * @param nearest what was probably meant
   */
  record Problem(String text, Optional<ConfigValue> part, Optional<String> nearest) {
    /** With the whole value. */
    Problem(String text) {
      this(text, Optional.empty(), Optional.empty());
    }
  }

  static <T> Converted<T> bad(String text) {
    return new Bad<>(List.of(new Problem(text)));
  }

  default <R> Converted<R> then(Function<T, Converted<R>> next) {
    return switch (this) {
      case Ok<T>(var value) -> next.apply(value);
      case Bad<T>(var problems) -> new Bad<>(problems);
    };
  }
}
