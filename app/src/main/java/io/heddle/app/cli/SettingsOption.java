package io.heddle.app.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.heddle.config.load.LoadResult;
import io.heddle.config.load.SettingsLoader;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option {@code --config}, and the settings that it leads to. */
final class SettingsOption {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "HOCON file over the defaults; without it HEDDLE_CONFIG counts.")
  private Optional<Path> file = Optional.empty();

  /** What loading comes to, faults included. */
  LoadResult result(Map<String, String> environment) {
    return SettingsLoader.load(file, environment, ConfigFactory.empty());
  }

  /** The settings; their faults end the command, all in one text. */
  LoadResult.Loaded load(Map<String, String> environment) {
    return load(environment, ConfigFactory.empty());
  }

  /** The same over values of a command's own. */
  LoadResult.Loaded load(Map<String, String> environment, Config beneath) {
    return switch (SettingsLoader.load(file, environment, beneath)) {
      case LoadResult.Loaded loaded -> loaded;
      case LoadResult.Faulty faulty -> throw CommandFailedException.misused(faulty.text());
    };
  }
}
