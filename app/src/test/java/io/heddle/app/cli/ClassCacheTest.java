package io.heddle.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.app.cli.ClassCache.Fate;
import io.heddle.app.wire.NodeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock(NodeProcess.LOCK)
class ClassCacheTest {
  private static final Instant BUILT = Instant.parse("2026-01-01T00:00:00Z");
  private static final String SHARING = "mixed mode, sharing";

  @TempDir Path temp;
  private Path jar;
  private Path cache;

  @BeforeEach
  void build() throws IOException {
    jar = file("a.jar", BUILT);
    cache = file("a.aot", BUILT.plusSeconds(10));
  }

  @Test
  void nothingIsSaidWhereNoneWasNamed() {
    assertThat(ClassCache.of(List.of("-Xmx1g"), SHARING, jar.toString())).isEmpty();
  }

  @Test
  void whatTheJvmSharesIsTaken() {
    assertThat(fate(SHARING)).isEqualTo(Fate.TAKEN);
  }

  @Test
  void aJvmThatSharesNothingHasRefusedIt() {
    assertThat(fate("mixed mode")).isEqualTo(Fate.REFUSED);
  }

  @Test
  void aCacheOfAnOlderBuildIsOutdatedThoughTheJvmTakesIt() throws IOException {
    Files.setLastModifiedTime(jar, FileTime.from(BUILT.plusSeconds(20)));

    assertThat(fate(SHARING)).isEqualTo(Fate.OUTDATED);
  }

  private Fate fate(String vmInfo) {
    return ClassCache.of(List.of("-XX:AOTCache=" + cache), vmInfo, jar.toString())
        .orElseThrow()
        .fate();
  }

  private Path file(String name, Instant time) throws IOException {
    return Files.setLastModifiedTime(Files.createFile(temp.resolve(name)), FileTime.from(time));
  }
}
