package io.heddle.config.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Keeps docs/configuration.md true. */
class ConfigurationPageTest {
  @Test
  void thePageSaysWhatTheReferenceSays() throws IOException {
    var page = Path.of(System.getProperty("basedir", ".")).resolve("../docs/configuration.md");
    var text = ConfigurationPage.text();
    if (Boolean.getBoolean("heddle.docs.write")) {
      Files.createDirectories(page.getParent());
      Files.writeString(page, text);
    }

    assertThat(page)
        .as(
            "docs/configuration.md is made from reference.conf; make it again with"
                + " mvn -pl config -am test -Dheddle.docs.write=true")
        .hasContent(text);
  }
}
