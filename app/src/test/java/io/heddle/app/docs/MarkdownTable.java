package io.heddle.app.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A table of a document.
 *
 * @param section the heading that it stands under
 * @param head the first cell of its head, which says what it is about
 * @param rows the cells of each row, as they are written
 */
record MarkdownTable(String section, String head, List<List<String>> rows) {
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  /** All tables of a document, in order. */
  static List<MarkdownTable> in(Path document) throws IOException {
    List<MarkdownTable> tables = new ArrayList<>();
    String section = "";
    boolean inside = false;
    for (String line : Files.readAllLines(document)) {
      if (line.startsWith("#")) {
        section = line;
      }
      if (!line.startsWith("|")) {
        inside = false;
      } else if (!inside) {
        inside = true;
        tables.add(new MarkdownTable(section, cells(line).getFirst(), new ArrayList<>()));
      } else if (!line.startsWith("|---")) {
        tables.getLast().rows.add(cells(line));
      }
    }
    return tables;
  }

  private static List<String> cells(String line) {
    return Pattern.compile("\\|")
        .splitAsStream(line.substring(1, line.lastIndexOf('|')))
        .map(String::strip)
        .toList();
  }

  /** What a cell has between backticks. */
  static List<String> code(String cell) {
    return CODE.matcher(cell).results().map(result -> result.group(1)).toList();
  }

  /** The first thing between backticks in the heading. */
  String word() {
    Matcher word = CODE.matcher(section);
    if (!word.find()) {
      throw new IllegalStateException("no `word` in: " + section);
    }
    return word.group(1);
  }
}
