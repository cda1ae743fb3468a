package io.heddle.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SnippetsTest {
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @Test
  void whatTheDocumentShowsIsCodeThatIsCompiledAndTested() throws IOException {
    String sources = sources();
    String document = Files.readString(Path.of("..", "docs", "extending-testing.md"));
    List<String> snippets = JAVA.matcher(document).results().map(each -> each.group(1)).toList();

    assertThat(snippets).hasSizeGreaterThan(4);
    assertThat(snippets).allSatisfy(each -> assertThat(sources).contains(flush(each)));
  }

  private static String sources() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      StringBuilder all = new StringBuilder();
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        all.append(flush(Files.readString(file))).append('\n');
      }
      return all.toString();
    }
  }

  /** Without indentation, since the document's begins at the margin. */
  private static String flush(String code) {
    return code.lines().map(String::strip).collect(Collectors.joining("\n"));
  }
}
