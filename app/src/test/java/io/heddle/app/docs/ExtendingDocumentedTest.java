package io.heddle.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What docs/extending.md shows is code that is compiled and tested. */
class ExtendingDocumentedTest {
  private static final Path SHOWN = Path.of("src/test/java/io/heddle/app/extending");

  @Test
  void theDialectIsShownAsItIsAndIsShort() throws IOException {
    String dialect = body("LinesDialect.java");
    String document = Files.readString(Path.of("../docs/extending.md"));

    assertThat(dialect.lines().count()).isLessThanOrEqualTo(40);
    assertThat(document).contains("```java\n" + dialect + "```");
    assertThat(document).contains("```java\n" + body("LinesProvider.java") + "```");
  }

  /** Without package and imports. */
  private static String body(String file) throws IOException {
    String source = Files.readString(SHOWN.resolve(file));
    return source.substring(source.indexOf("/**"));
  }
}
