package io.heddle.app.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.config.ExtensionSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtensionsTest {
  private static final String COUNTER =
      """
      package shop;
      public final class Counter implements java.util.function.IntSupplier {
        public Counter() {%s}
        public int getAsInt() { return 7; }
      }
      """;

  @TempDir Path data;
  private Path folder;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(data.resolve("extensions"));
  }

  @Test
  void aJarInTheDataFolderIsLoadedAndListed() {
    TestJar.of("shop.Counter", COUNTER.formatted(""))
        .serving(IntSupplier.class)
        .into(folder, "a.jar");
    Extensions extensions = open(Optional.empty(), true);

    assertThat(extensions.all(IntSupplier.class))
        .extracting(IntSupplier::getAsInt)
        .containsExactly(7);
    assertThat(extensions.found())
        .containsExactly(new Extension("IntSupplier", "shop.Counter", "a.jar"));
    extensions.check();
  }

  @Test
  void oneThatThrowsStopsTheStartAndIsNamed() {
    TestJar.of("shop.Counter", COUNTER.formatted("throw new IllegalStateException(\"no stock\");"))
        .serving(IntSupplier.class)
        .into(folder, "a.jar");
    Extensions extensions = open(Optional.empty(), true);

    assertThat(extensions.all(IntSupplier.class)).isEmpty();
    assertThatThrownBy(extensions::check)
        .isInstanceOf(ExtensionFailedException.class)
        .hasMessageContainingAll("shop.Counter", "no stock", "heddle.extensions.required");
  }

  @Test
  void whereItIsNotRequiredTheOthersLoadWithoutIt() {
    TestJar.of("shop.Counter", COUNTER.formatted(""))
        .serving(IntSupplier.class)
        .into(folder, "b.jar");
    TestJar.of("shop.Missing", "package shop; class Missing {}")
        .serving(IntSupplier.class)
        .into(folder, "a.jar");
    Extensions extensions = open(Optional.empty(), false);

    assertThat(extensions.all(IntSupplier.class)).hasSize(1);
    extensions.check();
    assertThat(extensions.faults()).singleElement().asString().contains("shop.Missing");
  }

  @Test
  void aFileThatIsNoJarIsNamed() throws IOException {
    Files.writeString(folder.resolve("broken.jar"), "not a jar");
    assertThat(open(Optional.empty(), true).faults())
        .singleElement()
        .asString()
        .contains("broken.jar");
  }

  @Test
  void aFolderThatIsNamedHasToBeThereAndTheDefaultOneNot() throws IOException {
    Files.delete(folder);
    assertThat(open(Optional.empty(), true).faults()).isEmpty();
    assertThat(open(Optional.of(folder), true).faults())
        .containsExactly("heddle.extensions.folder: there is no folder " + folder);
  }

  @Test
  void aJarMayUseALibraryInTheJarBesideIt() {
    TestJar.of("lib.Numbers", "package lib; public class Numbers { public static int A = 8; }")
        .into(folder, "numbers.jar");
    TestJar.of(
            "shop.Counter",
            """
            package shop;
            public final class Counter implements java.util.function.IntSupplier {
              public int getAsInt() { return lib.Numbers.A; }
            }
            """)
        .with(folder.resolve("numbers.jar"))
        .serving(IntSupplier.class)
        .into(folder, "a.jar");

    List<IntSupplier> all = open(Optional.empty(), true).all(IntSupplier.class);
    assertThat(all.getFirst().getAsInt()).isEqualTo(8);
  }

  private Extensions open(Optional<Path> named, boolean required) {
    return Extensions.open(new ExtensionSettings(named, required), data);
  }
}
