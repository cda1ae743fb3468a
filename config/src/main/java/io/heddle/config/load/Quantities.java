package io.heddle.config.load;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import io.heddle.config.Bytes;
import io.heddle.config.RateLimit;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Values that have a unit: how they are read and how they are printed. */
final class Quantities {
  private static final int MOST_BURST = 1_000_000;
  private static final Pattern BARE_NUMBER = Pattern.compile("[-+]?[\\d.]+");
  private static final Pattern RATE =
      Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)\\s*/\\s*s(?:\\s+burst\\s+(\\d{1,9}))?");

  private Quantities() {}

  /**
   * A duration; HOCON would take a bare number for milliseconds, which nobody means who writes
   * {@code 30}.
   */
  static Converted<Duration> duration(ConfigValue value) {
    if (!isText(value) || BARE_NUMBER.matcher(text(value)).matches()) {
      return Converted.bad("'" + text(value) + "' has no unit; write it like 500ms, 30s, 5m or 1h");
    }
    try {
      return new Converted.Ok<>(trimmed(value).getDuration("v"));
    } catch (ConfigException _) {
      return Converted.bad(
          "'" + text(value) + "' is no duration; write it like 500ms, 30s, 5m or 1h");
    }
  }

  /** A size; a bare number is of bytes. */
  static Converted<Bytes> bytes(ConfigValue value) {
    try {
      return new Converted.Ok<>(new Bytes(trimmed(value).getBytes("v")));
    } catch (ConfigException _) {
      return Converted.bad("'" + text(value) + "' is no size; write it like 512000, 64KiB or 1MiB");
    }
  }

  /** A rate limit; empty for {@code off}. HOCON knows {@code off} as a boolean too. */
  static Converted<Optional<RateLimit>> rate(ConfigValue value) {
    var text = text(value);
    if (text.equals("off") || text.equals("false")) {
      return new Converted.Ok<>(Optional.empty());
    }
    var matcher = RATE.matcher(text);
    if (!matcher.matches()) {
      return Converted.bad("'" + text + "' is no rate; write off, or a rate like 50/s burst 100");
    }
    double perSecond = Double.parseDouble(matcher.group(1));
    double burst =
        Optional.ofNullable(matcher.group(2))
            .map(Double::valueOf)
            .orElseGet(() -> Math.max(1, Math.ceil(perSecond)));
    if (perSecond == 0 || burst < 1 || burst > MOST_BURST) {
      return Converted.bad(
          "'%s' is out of range: over 0 a second, burst 1 to %d".formatted(text, MOST_BURST));
    }
    return new Converted.Ok<>(Optional.of(new RateLimit(perSecond, (int) burst)));
  }

  /** The value as it was written, without white space at its ends. */
  static String text(ConfigValue value) {
    return switch (value.valueType()) {
      case STRING, NUMBER, BOOLEAN -> value.atKey("v").getString("v").strip();
      case LIST, OBJECT, NULL -> "a " + value.valueType().name().toLowerCase(Locale.ROOT);
    };
  }

  private static boolean isText(ConfigValue value) {
    return value.valueType() == ConfigValueType.STRING;
  }

  private static Config trimmed(ConfigValue value) {
    return ConfigValueFactory.fromAnyRef(text(value)).atKey("v");
  }
}
