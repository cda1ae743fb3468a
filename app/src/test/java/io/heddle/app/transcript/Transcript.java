package io.heddle.app.transcript;

import com.typesafe.config.ConfigRenderOptions;
import io.heddle.config.load.Preset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of what is said, as its README beside it tells.
 *
 * @param settings HOCON lines that the node has beside those of all tests
 * @param alone whether the node must not have heard another transcript before
 * @param redis whether there is a Redis
 */
record Transcript(
    String name, List<String> settings, boolean alone, boolean redis, List<Line> lines) {
  private static final Pattern STEP = Pattern.compile("([a-z]+)(:|>|<\\*|<=|==|<)\\s+(.*)");

  /**
   * One line.
   *
   * @param number its place in the file, from 1
   * @param who the name before the mark
   * @param mark {@code :}, {@code >}, {@code <}, {@code <*}, {@code <=} or {@code ==}
   */
  record Line(int number, String who, String mark, String text) {}

  /** A node of a test takes any free port. */
  private static String preset(String word) {
    String values =
        Preset.named(word).orElseThrow().config().root().render(ConfigRenderOptions.concise());
    return values.substring(1, values.length() - 1) + "\nheddle.websocket.port = 0";
  }

  static Transcript read(Path file) {
    List<String> settings = new ArrayList<>();
    List<Line> lines = new ArrayList<>();
    boolean alone = false;
    boolean redis = false;
    List<String> text = lines(file);
    for (int i = 0; i < text.size(); i++) {
      String line = text.get(i).strip();
      if (line.startsWith("# setting ")) {
        settings.add(line.substring("# setting ".length()));
      } else if (line.startsWith("# gateway ")) {
        settings.add(preset(line.substring("# gateway ".length())));
      } else if (line.equals("# alone")) {
        alone = true;
      } else if (line.equals("# redis")) {
        redis = true;
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        Matcher step = STEP.matcher(line);
        if (!step.matches()) {
          throw new IllegalArgumentException(file + ":" + (i + 1) + ": no step: " + line);
        }
        lines.add(new Line(i + 1, step.group(1), step.group(2), step.group(3)));
      }
    }
    return new Transcript(
        file.getName(file.getNameCount() - 2) + "/" + file.getFileName(),
        List.copyOf(settings),
        alone,
        redis,
        List.copyOf(lines));
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }
}
