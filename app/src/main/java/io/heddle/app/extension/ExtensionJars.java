package io.heddle.app.extension;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * The jars of a folder. A class loader passes over a jar that it cannot read without a word, so
 * each is opened once before it is given to one.
 *
 * @param urls of those that can be read, by name
 * @param faults one line for each that cannot
 */
record ExtensionJars(List<URL> urls, List<String> faults) {
  static ExtensionJars none() {
    return new ExtensionJars(List.of(), List.of());
  }

  /** Those of a folder that is there. */
  static ExtensionJars in(Path folder) {
    List<URL> urls = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      files
          .filter(file -> file.getFileName().toString().endsWith(".jar"))
          .sorted()
          .forEach(file -> read(file, urls, faults));
    } catch (IOException fault) {
      faults.add("folder %s cannot be read: %s".formatted(folder, fault));
    }
    return new ExtensionJars(urls, faults);
  }

  private static void read(Path file, List<URL> urls, List<String> faults) {
    try (JarFile _ = new JarFile(file.toFile())) {
      urls.add(url(file));
    } catch (IOException fault) {
      faults.add("%s is no jar that can be read: %s".formatted(file, fault.getMessage()));
    }
  }

  private static URL url(Path file) throws MalformedURLException {
    return file.toUri().toURL();
  }
}
