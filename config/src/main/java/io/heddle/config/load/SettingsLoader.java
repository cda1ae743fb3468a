package io.heddle.config.load;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import io.heddle.config.ServerKind;
import io.heddle.config.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Loads the settings: variables over the file, over a preset, over what a program gives, over the
 * defaults.
 *
 * <pre>
 * reference.conf ─┐
 * program ────────┤
 * preset ─────────┼─▶ ConfigFile ─▶ FileWalk ────┐
 * file ───────────┘                              ├─▶ Layers ─▶ SettingReader ─▶ Combinations ─▶ Settings
 * variables ────────────────────▶ Environment ───┘
 *                        every step adds its faults to one list
 * </pre>
 */
public final class SettingsLoader {
  private SettingsLoader() {}

  /**
   * Loads the settings.
   *
   * @param file what {@code --config} names; without it {@code HEDDLE_CONFIG} counts, without both
   *     there is none
   * @param environment all variables of the process
   */
  public static LoadResult load(Optional<Path> file, Map<String, String> environment) {
    return load(file, environment, ConfigFactory.empty());
  }

  /**
   * Loads the settings over values of a program's own, which are checked like a file's.
   *
   * @param beneath what holds where neither file nor variable says otherwise, with full keys such
   *     as {@code heddle.websocket.host}; its origin description is told as the origin of its
   *     values
   */
  public static LoadResult load(
      Optional<Path> file, Map<String, String> environment, Config beneath) {
    return load(file, Optional.empty(), environment, beneath);
  }

  /**
   * Loads the settings over a preset, and that over values of a program's own. A program that wants
   * its values over a preset gives them together: {@code
   * values.withFallback(Preset.BOARD.config())} as {@code beneath}.
   *
   * @param preset what {@code --preset} names; without it {@code HEDDLE_PRESET} counts, without
   *     both there is none. An unknown one is a fault
   */
  public static LoadResult load(
      Optional<Path> file,
      Optional<String> preset,
      Map<String, String> environment,
      Config beneath) {
    var reference = Reference.load();
    var path = file.or(() -> named(environment));
    var faults = new ArrayList<Fault>();
    var ground = Preset.asked(preset, environment, faults).withFallback(beneath);
    var config = ConfigFile.read(path, ground, environment, reference);
    faults.addAll(config.faults());
    var names = KnownNames.of(reference, config);
    var fromFile = FileWalk.through(config, names, faults);
    var layers = new Layers(reference, fromFile, Environment.through(environment, names, faults));
    var reader = new SettingReader(layers, faults);
    var settings = settings(reader, layers, names, config.beside());
    faults.addAll(Combinations.check(settings, reader, layers));
    return faults.isEmpty()
        ? new LoadResult.Loaded(settings, effective(layers, names))
        : new LoadResult.Faulty(List.copyOf(new LinkedHashSet<>(faults)));
  }

  /**
   * Settings that a program gives as text, over the defaults alone: neither a file nor a variable
   * of the process counts.
   *
   * @param hocon full keys, such as {@code heddle.websocket.port = 0}
   * @throws FaultySettingsException naming all faults
   */
  public static Settings parse(String hocon) {
    try {
      var named = ConfigParseOptions.defaults().setOriginDescription("text of settings");
      return load(Optional.empty(), Map.of(), ConfigFactory.parseString(hocon, named)).orThrow();
    } catch (ConfigException.Parse e) {
      var fault = new Fault("settings", Origin.of(e.origin()), ConfigFile.withoutPlace(e));
      throw new FaultySettingsException(new LoadResult.Faulty(List.of(fault)));
    }
  }

  private static Optional<Path> named(Map<String, String> environment) {
    return Optional.ofNullable(environment.get("HEDDLE_CONFIG"))
        .filter(name -> !name.isBlank())
        .map(Path::of);
  }

  private static Settings settings(
      SettingReader reader, Layers layers, KnownNames names, Config overrides) {
    return new Settings(
        reader.read(
            "data-dir",
            value -> Values.text(value).then(Formats::path).then(SettingsLoader::toPath)),
        reader.flag("debug"),
        reader.choice("server", ServerKind.class),
        ConnectionSections.webSocket(reader, layers),
        ConnectionSections.warmUp(reader),
        ConnectionSections.limits(reader),
        ConnectionSections.errors(reader),
        ConnectionSections.rateLimit(reader),
        ConnectionSections.jwt(reader),
        ConnectionSections.auth(reader),
        RoomSections.redis(reader),
        RoomSections.ingress(reader),
        RoomSections.rooms(reader),
        RoomSections.namespaces(reader, names.namespaces()),
        RoomSections.memberships(reader),
        RoomSections.history(reader),
        RoomSections.sqlite(reader),
        RoomSections.cluster(reader),
        RoomSections.drain(reader),
        RoomSections.extensions(reader),
        overrides);
  }

  private static Converted<Path> toPath(String text) {
    return new Converted.Ok<>(Path.of(text));
  }

  private static List<EffectiveSetting> effective(Layers layers, KnownNames names) {
    return names.keys().stream()
        .map(
            key -> {
              var candidate = layers.of(key);
              return new EffectiveSetting(
                  key, Shown.value(candidate), candidate.origin(), Shown.isSecret(key));
            })
        .toList();
  }
}
