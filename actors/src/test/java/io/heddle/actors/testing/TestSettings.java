package io.heddle.actors.testing;

import io.heddle.config.Settings;
import io.heddle.config.load.LoadResult;
import io.heddle.config.load.SettingsLoader;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Settings as a node reads them, with some keys set. */
public final class TestSettings {
  private TestSettings() {}

  /** The defaults, but for pairs of variable and value. */
  public static Settings with(String... variables) {
    Map<String, String> environment = new HashMap<>();
    for (int i = 0; i < variables.length; i += 2) {
      environment.put(variables[i], variables[i + 1]);
    }
    return switch (SettingsLoader.load(Optional.empty(), environment)) {
      case LoadResult.Loaded loaded -> loaded.settings();
      case LoadResult.Faulty faulty -> throw new IllegalArgumentException(faulty.text());
    };
  }
}
