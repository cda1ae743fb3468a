package io.heddle.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoteTest {
  @TempDir Path data;

  @Test
  void aNoteIsForItsOwnerAndGoesWhenItIsClosed() throws IOException {
    var folder = data.resolve("new");
    var file = folder.resolve(Note.PORT);

    try (var _ = Note.write(folder, Note.PORT, "8080")) {
      assertThat(file).hasContent("8080\n");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }

    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aNoteThatAnotherNodeWroteStays() {
    var first = Note.write(data, Note.PORT, "8080");
    var _ = Note.write(data, Note.PORT, "8081");

    first.close();

    assertThat(data.resolve(Note.PORT)).hasContent("8081\n");
  }
}
