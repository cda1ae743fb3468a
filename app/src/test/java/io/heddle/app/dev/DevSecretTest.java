package io.heddle.app.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevSecretTest {
  @TempDir Path parent;

  @Test
  void itIsMadeOnceAndKept() throws IOException {
    var data = parent.resolve("data");

    var made = new DevSecret(data).readOrCreate();
    var kept = new DevSecret(data).readOrCreate();

    assertThat(kept).isEqualTo(made);
    assertThat(Base64.getUrlDecoder().decode(made)).hasSize(48);
    assertThat(data.toFile().list()).containsExactly("dev-secret");
  }

  @Test
  void onlyItsOwnerMayReadIt() throws IOException {
    var _ = new DevSecret(parent).readOrCreate();

    var mode = Files.getPosixFilePermissions(parent.resolve("dev-secret"));
    assertThat(PosixFilePermissions.toString(mode)).isEqualTo("rw-------");
  }

  @Test
  void twoFoldersHaveTwoSecrets() throws IOException {
    assertThat(new DevSecret(parent.resolve("a")).readOrCreate())
        .isNotEqualTo(new DevSecret(parent.resolve("b")).readOrCreate());
  }

  @Test
  void aFileThatHoldsNoSecretIsNamed() throws IOException {
    var file = Files.writeString(parent.resolve("dev-secret"), "short\n");

    assertThatThrownBy(() -> new DevSecret(parent).readOrCreate())
        .isInstanceOf(IOException.class)
        .hasMessage(file + " holds no secret; delete it, and the next start makes one");
  }
}
