package io.heddle.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.app.wire.NodeProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Runs the script in a tree of its own, with JDKs and a Maven that only say how they were called.
 */
@ResourceLock(NodeProcess.LOCK)
class LauncherTest {
  private static final String ECHO = "#!/bin/sh\nfor word; do echo \"$word\"; done\n";
  private static final List<String> PROGRAMS =
      List.of(
          "cat",
          "dirname",
          "find",
          "head",
          "mkdir",
          "readlink",
          "rm",
          "sed",
          "sh",
          "sleep",
          "touch");
  private static final Instant SOURCES = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path temp;
  private Path tree;
  private Path bin;

  @BeforeEach
  void layOut() throws IOException {
    tree = Files.createDirectories(temp.resolve("a tree"));
    bin = Files.createDirectories(temp.resolve("bin"));
    var script = Files.readString(Path.of("..", "heddle"));
    for (var folder : List.of("/usr/lib/jvm", "/opt/java", "/Library/Java")) {
      script = script.replace(" " + folder, " '" + temp + "'" + folder);
    }
    executable(tree.resolve("heddle"), script);
    for (var program : PROGRAMS) {
      allow(program);
    }
    aged(Files.createFile(tree.resolve("pom.xml")), SOURCES);
    for (var module : List.of("config", "app")) {
      var sources = Files.createDirectories(tree.resolve(module).resolve("src/main"));
      aged(Files.createFile(tree.resolve(module).resolve("pom.xml")), SOURCES);
      aged(Files.createFile(sources.resolve("A.java")), SOURCES);
      aged(sources, SOURCES);
    }
  }

  @Test
  void aJdkOfTheUsualFoldersIsFound() throws Exception {
    build();
    jdk(temp.resolve("usr/lib/jvm/old"), "17.0.15");
    jdk(temp.resolve("usr/lib/jvm/right one"), "25.0.3");

    var ran = run(Map.of(), "token", "--sub", "a b");

    assertThat(ran.code()).isZero();
    assertThat(ran.out().lines())
        .contains("-XX:TieredStopAtLevel=1", "io.heddle.app.cli.Main", "token", "--sub", "a b")
        .contains(tree.toRealPath().resolve("app/target/heddle-app-0.1.0.jar").toString());
  }

  @Test
  void anOldJavaHomeIsPassedOver() throws Exception {
    build();
    jdk(temp.resolve("jdk17"), "17.0.15");
    jdk(temp.resolve(".jdks/temurin"), "25");

    var ran =
        run(
            Map.of("JAVA_HOME", temp.resolve("jdk17").toString(), "HOME", temp.toString()),
            "version");

    assertThat(ran.code()).isZero();
    assertThat(ran.out()).contains("io.heddle.app.cli.Main");
  }

  @Test
  void aJdkThatWasNamedIsNeverPassedOver() throws Exception {
    build();
    jdk(temp.resolve("jdk17"), "17.0.15");
    jdk(temp.resolve("usr/lib/jvm/right"), "25.0.3");

    var ran = run(Map.of("HEDDLE_JAVA_HOME", temp.resolve("jdk17").toString()), "version");

    assertThat(ran)
        .isEqualTo(
            new Ran(1, "", "heddle: HEDDLE_JAVA_HOME is no JDK 25: " + temp.resolve("jdk17")));
  }

  @Test
  void withoutAJdkItSaysWhatToInstall() throws Exception {
    build();
    jdk(temp.resolve("usr/lib/jvm/old"), "17.0.15");

    var ran = run(Map.of(), "version");

    assertThat(ran)
        .isEqualTo(
            new Ran(
                1,
                "",
                "heddle: no JDK 25 found: install one"
                    + " (https://adoptium.net/temurin/releases/?version=25), or name its folder in"
                    + " JAVA_HOME"));
  }

  @Test
  void withoutABuildAndWithoutMavenItSaysSo() throws Exception {
    jdk(temp.resolve("usr/lib/jvm/right"), "25.0.3");

    var ran = run(Map.of(), "version");

    assertThat(ran)
        .isEqualTo(
            new Ran(
                1,
                "",
                "heddle: nothing is built, and there is no mvn on the path: install Maven 3.8 or"
                    + " later"));
  }

  @Test
  void whatIsNotBuiltIsBuiltOnce() throws Exception {
    jdk(temp.resolve("usr/lib/jvm/right"), "25.0.3");
    maven();

    var first = run(Map.of(), "version");
    var second = run(Map.of(), "version");

    assertThat(first.code()).isZero();
    assertThat(first.err()).startsWith("heddle: building, this takes a minute ...");
    assertThat(second.code()).isZero();
    assertThat(second.err()).isEmpty();
    assertThat(tree.resolve("app/target/build.lock")).doesNotExist();
  }

  @Test
  void aNewerSourceIsBuilt() throws Exception {
    jdk(temp.resolve("usr/lib/jvm/right"), "25.0.3");
    build();
    maven();
    aged(tree.resolve("config/src/main/A.java"), Instant.now());

    assertThat(run(Map.of(), "version").err()).startsWith("heddle: building");
  }

  @Test
  void aSourceThatNoNodeRunsIsNoReasonToBuild() throws Exception {
    jdk(temp.resolve("usr/lib/jvm/right"), "25.0.3");
    build();
    maven();
    for (var module : List.of("bench", "examples", "testkit")) {
      var sources = Files.createDirectories(tree.resolve(module).resolve("src/main"));
      Files.createFile(tree.resolve(module).resolve("pom.xml"));
      Files.createFile(sources.resolve("A.java"));
    }

    var ran = run(Map.of(), "version");

    assertThat(ran.code()).isZero();
    assertThat(ran.err()).isEmpty();
  }

  @Test
  void whoComesDuringABuildWaitsForItAndDoesNotBuildAgain() throws Exception {
    jdk(temp.resolve("usr/lib/jvm/right"), "25.0.3");
    maven();

    var runs = List.of(start(Map.of(), "version"), start(Map.of(), "version"));
    for (var run : runs) {
      assertThat(run.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(run.exitValue()).isZero();
    }

    assertThat(tree.resolve("builds")).hasContent("built\n");
  }

  @Test
  void theLockOfAKilledBuildIsTaken() throws Exception {
    jdk(temp.resolve("usr/lib/jvm/right"), "25.0.3");
    maven();
    var dead = new ProcessBuilder("true").start();
    assertThat(dead.waitFor(10, TimeUnit.SECONDS)).isTrue();
    var lock = Files.createDirectories(tree.resolve("app/target/build.lock"));
    Files.writeString(lock.resolve("pid"), dead.pid() + "\n");

    assertThat(run(Map.of(), "version").code()).isZero();
  }

  @Test
  void aServerHasFlagsOfItsOwnAndOursComeLast() throws Exception {
    build();
    jdk(temp.resolve("usr/lib/jvm/right"), "25.0.3");

    var ran = run(Map.of("HEDDLE_JAVA_OPTS", "-Xmx1g -XX:+UseG1GC"), "serve");

    assertThat(ran.out().lines())
        .contains("-XX:+ExitOnOutOfMemoryError", "-XX:+UseCompactObjectHeaders", "-Xmx1g")
        .doesNotContain("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
  }

  @Test
  void itWorksThroughALink() throws Exception {
    build();
    jdk(temp.resolve("usr/lib/jvm/right"), "25.0.3");
    var link = Files.createSymbolicLink(bin.resolve("hed"), Path.of("../a tree/heddle"));

    var process = process(Map.of(), link, "version").start();

    assertThat(ended(process).out()).contains("-Dheddle.program=" + link);
  }

  private Ran run(Map<String, String> environment, String... arguments) throws Exception {
    return ended(start(environment, arguments));
  }

  private Process start(Map<String, String> environment, String... arguments) throws IOException {
    return process(environment, tree.resolve("heddle"), arguments).start();
  }

  private ProcessBuilder process(
      Map<String, String> environment, Path script, String... arguments) {
    var command = new ArrayList<>(List.of("/bin/sh", script.toString()));
    command.addAll(List.of(arguments));
    var process = new ProcessBuilder(command).directory(temp.toFile());
    process.environment().clear();
    process.environment().put("PATH", bin.toString());
    process.environment().putAll(environment);
    return process;
  }

  /** What it says fits into the pipes. */
  private static Ran ended(Process process) throws Exception {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Ran(
        process.exitValue(),
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip(),
        new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip());
  }

  private void build() throws IOException {
    var target = Files.createDirectories(tree.resolve("app/target"));
    aged(Files.createFile(target.resolve("heddle-app-0.1.0.jar")), SOURCES.plusSeconds(1));
  }

  /** A Maven that notes each build and takes a second. */
  private void maven() throws IOException {
    executable(
        bin.resolve("mvn"),
        "#!/bin/sh\nsleep 1\necho built >>'%s/builds'\n: >'%s/app/target/heddle-app-0.1.0.jar'\n"
            .formatted(tree, tree));
  }

  private static void jdk(Path home, String version) throws IOException {
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    executable(home.resolve("bin/java"), ECHO);
    executable(home.resolve("bin/javac"), ECHO);
  }

  private void allow(String program) throws IOException {
    for (var folder : List.of("/bin", "/usr/bin")) {
      var real = Path.of(folder, program);
      if (Files.isExecutable(real)) {
        executable(bin.resolve(program), "#!/bin/sh\nexec " + real + " \"$@\"\n");
        return;
      }
    }
    throw new IOException("no " + program + " on this machine");
  }

  private static void aged(Path file, Instant time) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(time));
  }

  private static void executable(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
