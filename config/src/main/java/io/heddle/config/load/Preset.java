package io.heddle.config.load;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigParseOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Settings under which the clients and backends of an older gateway run unchanged. Each is a file
 * beside this class's package, {@code io/heddle/config/preset/<word>.conf}, that says why each
 * value is as it is; docs/migrating.md tells what differs.
 */
public enum Preset {
  /** Notifications of an ERP: channels, acknowledgements, messages of 1 MiB. */
  ERP,
  /** A project board: tasks, who comes and goes, authentication in band. */
  BOARD,
  /** Rooms for anybody, without a token. */
  ROOMS,
  /** A feed of orders and market data whose messages have no envelope. */
  TRADING,
  /** A hub of alliances: personal and group rooms, a cookie. */
  HUB;

  /** Names a preset where no option does. */
  static final String VARIABLE = "HEDDLE_PRESET";

  private static final String OPTION = "--preset";

  /** By which a value's origin is recognised. */
  private static final String MARK = "heddle preset ";

  /** The name by which it is asked for, such as {@code rooms}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The preset of a name; empty where there is none. */
  public static Optional<Preset> named(String word) {
    return Arrays.stream(values()).filter(preset -> preset.word().equals(word)).findFirst();
  }

  /** Its values, with full keys; read from the class path at each call. */
  public Config config() {
    return ConfigFactory.parseResources(
        Preset.class.getClassLoader(),
        "io/heddle/config/preset/" + word() + ".conf",
        ConfigParseOptions.defaults().setAllowMissing(false).setOriginDescription(MARK + word()));
  }

  /** The preset whose file a value stands in. */
  static Optional<Preset> at(ConfigOrigin origin) {
    var description = origin.description();
    return Arrays.stream(values())
        .filter(
            preset ->
                description.equals(MARK + preset.word())
                    || description.startsWith(MARK + preset.word() + ": "))
        .findFirst();
  }

  /** What is asked for, by the option or else by the variable; nothing where neither is. */
  static Config asked(
      Optional<String> option, Map<String, String> environment, List<Fault> faults) {
    var variable = Optional.ofNullable(environment.get(VARIABLE)).filter(name -> !name.isBlank());
    var word = option.or(() -> variable).map(String::strip);
    if (word.isEmpty()) {
      return ConfigFactory.empty();
    }
    var known = named(word.get());
    if (known.isEmpty()) {
      faults.add(unknown(word.get(), option.isPresent()));
    }
    return known.map(Preset::config).orElseGet(ConfigFactory::empty);
  }

  private static Fault unknown(String word, boolean byOption) {
    var words = Arrays.stream(values()).map(Preset::word).toList();
    return new Fault(
        byOption ? OPTION : VARIABLE,
        byOption ? new Origin.Given(OPTION) : new Origin.Variable(VARIABLE),
        "'%s' is none of %s".formatted(word, String.join(", ", words)),
        NearestName.of(word, words));
  }
}
