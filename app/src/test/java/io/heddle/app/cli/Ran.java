package io.heddle.app.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a command came to, run in this process. */
record Ran(int code, String out, String err) {
  static Ran command(Map<String, String> environment, String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    var around =
        new Surroundings(
            environment,
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            Clock.systemUTC(),
            "./heddle");
    int code = Main.commands(around).execute(arguments);
    return new Ran(code, out.toString().strip(), err.toString().strip());
  }

  /** In a data folder, with further variables: name, value, name, value. */
  static Map<String, String> in(Path data, String... variables) {
    var pairs = Stream.iterate(0, i -> i < variables.length, i -> i + 2);
    return Stream.concat(
            Stream.of(Map.entry("HEDDLE_DATA_DIR", data.toString())),
            pairs.map(i -> Map.entry(variables[i], variables[i + 1])))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
