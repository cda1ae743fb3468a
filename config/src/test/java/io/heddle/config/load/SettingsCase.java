package io.heddle.config.load;

import io.heddle.config.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/** A file of settings that tests write and load. */
abstract class SettingsCase {
  @TempDir Path folder;

  Settings load(String text, Map<String, String> environment) {
    return loaded(text, environment).settings();
  }

  LoadResult.Loaded loaded(String text, Map<String, String> environment) {
    try {
      Files.writeString(file(), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var result = SettingsLoader.load(Optional.of(file()), environment);
    result.orThrow();
    return (LoadResult.Loaded) result;
  }

  Path file() {
    return folder.resolve("heddle.conf");
  }

  static Origin origin(LoadResult.Loaded loaded, String key) {
    return loaded.effective().stream()
        .filter(setting -> setting.key().equals(key))
        .map(EffectiveSetting::origin)
        .findFirst()
        .orElseThrow();
  }
}
