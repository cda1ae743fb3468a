package io.heddle.app.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.heddle.config.load.LoadResult;
import io.heddle.config.load.SettingsLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/**
 * The options {@code --config}, {@code --preset} and {@code --extensions}, and the settings that
 * they lead to.
 */
final class SettingsOption {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "HOCON file over the defaults; without it HEDDLE_CONFIG counts.")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      description =
          "Settings of an older gateway, beneath the file: erp, board, rooms, trading or hub;"
              + " without it HEDDLE_PRESET counts.")
  private Optional<String> preset = Optional.empty();

  @Option(
      names = "--extensions",
      paramLabel = "DIR",
      description = "Folder whose jars are loaded; the same as HEDDLE_EXTENSIONS_FOLDER.")
  private Optional<Path> extensions = Optional.empty();

  /** The file that counts, if any. */
  Optional<Path> file(Map<String, String> environment) {
    return file.or(
        () ->
            Optional.ofNullable(environment.get("HEDDLE_CONFIG"))
                .filter(name -> !name.isBlank())
                .map(Path::of));
  }

  /**
   * The same options again, for another process.
   *
   * @param instead of the file, if any
   */
  List<String> words(Optional<Path> instead) {
    var words = new ArrayList<String>();
    instead.or(() -> file).ifPresent(it -> words.addAll(List.of("--config", it.toString())));
    preset.ifPresent(it -> words.addAll(List.of("--preset", it)));
    extensions.ifPresent(it -> words.addAll(List.of("--extensions", it.toString())));
    return List.copyOf(words);
  }

  /** What loading comes to, faults included. */
  LoadResult result(Map<String, String> environment) {
    return result(environment, ConfigFactory.empty());
  }

  private LoadResult result(Map<String, String> environment, Config beneath) {
    Map<String, String> variables = new HashMap<>(environment);
    extensions.ifPresent(folder -> variables.put("HEDDLE_EXTENSIONS_FOLDER", folder.toString()));
    return SettingsLoader.load(file, preset, variables, beneath);
  }

  /** The settings; their faults end the command, all in one text. */
  LoadResult.Loaded load(Map<String, String> environment) {
    return load(environment, ConfigFactory.empty());
  }

  /** The same over values of a command's own. */
  LoadResult.Loaded load(Map<String, String> environment, Config beneath) {
    return switch (result(environment, beneath)) {
      case LoadResult.Loaded loaded -> loaded;
      case LoadResult.Faulty faulty -> throw CommandFailedException.misused(faulty.text());
    };
  }
}
