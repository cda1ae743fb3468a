package io.heddle.config.load;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigUtil;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the file says, and beneath it a preset and a program.
 *
 * @param asWritten before substitution: only here each value still knows its line
 * @param resolved after it, from the file itself, the defaults and the variables; what refers to
 *     none of them is left as it is, since Pekko's own reference may hold it
 * @param faults why there is less than the file holds
 */
record ConfigFile(Config asWritten, Config resolved, List<Fault> faults) {

  static ConfigFile read(
      Optional<Path> file, Config beneath, Map<String, String> environment, Reference reference) {
    try {
      var written = file.map(ConfigFile::parse).orElse(ConfigFactory.empty()).withFallback(beneath);
      var around =
          written
              .withFallback(reference.tree().atKey(Reference.ROOT))
              .withFallback(asRoot(environment));
      var partially = ConfigResolveOptions.noSystem().setAllowUnresolved(true);
      return new ConfigFile(written, written.resolveWith(around, partially), List.of());
    } catch (ConfigException e) {
      var name = file.map(Path::toString).orElse("the given configuration");
      return new ConfigFile(ConfigFactory.empty(), ConfigFactory.empty(), List.of(fault(name, e)));
    }
  }

  /** What stands beside {@code heddle}. */
  Config beside() {
    return resolved.root().withoutKey(Reference.ROOT).toConfig();
  }

  private static Config parse(Path file) {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new ConfigException.Generic("there is no such file, or it may not be read");
    }
    return ConfigFactory.parseFile(
        file.toFile(), ConfigParseOptions.defaults().setAllowMissing(false));
  }

  /** Quoted, because a variable's name may hold what a path may not. */
  private static Config asRoot(Map<String, String> environment) {
    return ConfigFactory.parseMap(
        environment.entrySet().stream()
            .collect(
                Collectors.toMap(e -> ConfigUtil.quoteString(e.getKey()), Map.Entry::getValue)));
  }

  private static Fault fault(String name, ConfigException e) {
    var origin = Optional.ofNullable(e.origin()).map(Origin::of).orElse(new Origin.Given(name));
    return new Fault("configuration file", origin, withoutPlace(e));
  }

  /** The parser begins its messages with the place, which a fault names already. */
  static String withoutPlace(ConfigException e) {
    var message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    var origin = Optional.ofNullable(e.origin());
    var place = origin.map(at -> at.description() + ": ").orElse("");
    return message.startsWith(place) ? message.substring(place.length()) : message;
  }
}
