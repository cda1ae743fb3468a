package io.heddle.config.load;

import com.typesafe.config.ConfigOrigin;

/** Where a setting's value came from. */
public sealed interface Origin {
  /** The value is Heddle's default. */
  record Default() implements Origin {}

  /**
   * A line of a file.
   *
   * @param file as it was named
   * @param line from 1
   */
  record InFile(String file, int line) implements Origin {}

  /**
   * An environment variable.
   *
   * @param name of the variable; of both, where two contradict each other
   */
  record Variable(String name) implements Origin {}

  /**
   * A preset.
   *
   * @param name as it is asked for, such as {@code rooms}
   */
  record InPreset(String name) implements Origin {}

  /**
   * Anything else, such as a value that a program gave.
   *
   * @param description names it
   */
  record Given(String description) implements Origin {}

  /**
   * In one short phrase: {@code default}, {@code preset rooms}, {@code heddle.conf:12}, {@code
   * WEBSOCKET_PORT}.
   */
  default String text() {
    return switch (this) {
      case Default _ -> "default";
      case InPreset(var name) -> "preset " + name;
      case InFile(var file, var line) -> file + ":" + line;
      case Variable(var name) -> name;
      case Given(var description) -> description;
    };
  }

  /** The origin that the HOCON parser noted. */
  static Origin of(ConfigOrigin origin) {
    var preset = Preset.at(origin);
    if (preset.isPresent()) {
      return new InPreset(preset.get().word());
    }
    var file = origin.filename();
    return file != null && origin.lineNumber() > 0
        ? new InFile(file, origin.lineNumber())
        : new Given(origin.description());
  }
}
