package io.heddle.config.load;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.heddle.config.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Loads the settings: variables over the file, over what a program gives, over the defaults.
 *
 * <pre>
 * reference.conf ─┐
 * program ────────┼─▶ ConfigFile ─▶ FileWalk ────┐
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
    var reference = Reference.load();
    var path = file.or(() -> named(environment));
    var config = ConfigFile.read(path, beneath, environment, reference);
    var faults = new ArrayList<>(config.faults());
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
        ConnectionSections.webSocket(reader, layers),
        ConnectionSections.limits(reader),
        ConnectionSections.errors(reader),
        ConnectionSections.rateLimit(reader),
        ConnectionSections.jwt(reader),
        ConnectionSections.auth(reader),
        RoomSections.redis(reader),
        RoomSections.rooms(reader),
        RoomSections.namespaces(reader, names.namespaces()),
        RoomSections.history(reader),
        RoomSections.sqlite(reader),
        RoomSections.cluster(reader),
        RoomSections.shutdown(reader),
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
