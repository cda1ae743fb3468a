package io.heddle.app.cli;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cache of loaded classes (JEP 483, JEP 514) that this process was told to start from. Says in
 * the log what became of it, since the JVM starts slowly without a word where it refuses a cache,
 * and takes one that was made from older jars, with their code.
 */
final class ClassCache {
  private static final Logger LOG = LoggerFactory.getLogger(ClassCache.class);
  private static final String FLAG = "-XX:AOTCache=";

  /** Stands in {@code java.vm.info} where the JVM shares classes with any archive. */
  private static final String SHARING = "sharing";

  private final Path file;
  private final Fate fate;

  /** What became of it. */
  enum Fate {
    /** Classes come from it. */
    TAKEN,
    /** The JVM has not taken it: it is missing, or of another JVM or other flags. */
    REFUSED,
    /** Older than what it holds the classes of. */
    OUTDATED
  }

  private ClassCache(Path file, Fate fate) {
    this.file = file;
    this.fate = fate;
  }

  /** Of this process; empty where none was named. */
  static Optional<ClassCache> ofProcess() {
    return of(
        ManagementFactory.getRuntimeMXBean().getInputArguments(),
        System.getProperty("java.vm.info", ""),
        System.getProperty("java.class.path", ""));
  }

  static Optional<ClassCache> of(List<String> flags, String vmInfo, String classPath) {
    return flags.stream()
        .filter(flag -> flag.startsWith(FLAG))
        .reduce((_, last) -> last)
        .map(flag -> Path.of(flag.substring(FLAG.length())))
        .map(file -> new ClassCache(file, fate(file, vmInfo, classPath)));
  }

  private static Fate fate(Path file, String vmInfo, String classPath) {
    if (!vmInfo.contains(SHARING)) {
      return Fate.REFUSED;
    }
    return outdated(file, classPath) ? Fate.OUTDATED : Fate.TAKEN;
  }

  private static boolean outdated(Path file, String classPath) {
    try {
      var made = Files.getLastModifiedTime(file);
      for (var entry : classPath.split(File.pathSeparator, -1)) {
        if (Files.getLastModifiedTime(Path.of(entry)).compareTo(made) > 0) {
          return true;
        }
      }
      return false;
    } catch (IOException _) {
      return true;
    }
  }

  Fate fate() {
    return fate;
  }

  /** Says it in the log. */
  void log() {
    switch (fate) {
      case TAKEN -> LOG.info("Classes come from the cache {}", file);
      case REFUSED ->
          LOG.warn(
              "The cache of classes {} was not taken (missing, or of another JDK or other flags);"
                  + " the start is slower for it",
              file);
      case OUTDATED ->
          LOG.warn(
              "The cache of classes {} is older than the program, and the JVM may run old code from"
                  + " it: delete it",
              file);
    }
  }
}
