package io.heddle.app.extension;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** A jar with one class, compiled when it is made. */
public final class TestJar {
  private final String className;
  private final String source;
  private final List<Path> libraries = new ArrayList<>();
  private final Map<String, String> services = new TreeMap<>();

  private TestJar(String className, String source) {
    this.className = className;
    this.source = source;
  }

  public static TestJar of(String className, String source) {
    return new TestJar(className, source);
  }

  /** The class is a provider of the service. */
  public TestJar serving(Class<?> service) {
    services.put("META-INF/services/" + service.getName(), className + "\n");
    return this;
  }

  /** The class is compiled against a library. */
  public TestJar with(Path library) {
    libraries.add(library);
    return this;
  }

  /** Compiles it and writes the jar. */
  public void into(Path folder, String name) {
    try {
      Path work = Files.createTempDirectory(folder.getParent(), "jar");
      Path file = work.resolve(className.substring(className.lastIndexOf('.') + 1) + ".java");
      Files.writeString(file, source);
      Path classes = Files.createDirectory(work.resolve("classes"));
      StringBuilder path = new StringBuilder(System.getProperty("java.class.path"));
      libraries.forEach(
          library -> path.append(System.getProperty("path.separator")).append(library));
      int result =
          ToolProvider.getSystemJavaCompiler()
              .run(
                  null,
                  null,
                  null,
                  "-proc:none",
                  "-d",
                  classes.toString(),
                  "-cp",
                  path.toString(),
                  file.toString());
      if (result != 0) {
        throw new IllegalArgumentException(className + " does not compile");
      }
      write(folder.resolve(name), classes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(Path jar, Path classes) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        out.write(Files.readAllBytes(file));
      }
      for (var service : services.entrySet()) {
        out.putNextEntry(new JarEntry(service.getKey()));
        out.write(service.getValue().getBytes(UTF_8));
      }
    }
  }
}
