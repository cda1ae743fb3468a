package io.heddle.app.extension;

import io.heddle.config.ExtensionSettings;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds what others have written for a node, on the class path and in jars of a folder, by {@link
 * ServiceLoader}. Used by one thread, at start: ask for every service first, then {@link #check}.
 *
 * <p>All jars of the folder share one class loader beneath the node's own, so that an extension may
 * bring its libraries along as jars beside it.
 */
public final class Extensions {
  private static final Logger LOG = LoggerFactory.getLogger(Extensions.class);

  /**
   * How long a constructor or first call of others may take before the node no longer waits for it.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final ClassLoader loader;
  private final boolean required;
  private final List<Extension> found = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();

  private Extensions(ClassLoader loader, boolean required, List<String> faults) {
    this.loader = loader;
    this.required = required;
    this.faults.addAll(faults);
  }

  /**
   * Opens the folder of extensions. The class loader lives as long as the process, since what it
   * has loaded does.
   *
   * @param dataDir beneath which the folder is where the settings name none
   */
  public static Extensions open(ExtensionSettings settings, Path dataDir) {
    Optional<Path> named = settings.folder();
    Path folder = named.orElse(dataDir.resolve("extensions"));
    if (!Files.isDirectory(folder)) {
      return new Extensions(
          Extensions.class.getClassLoader(),
          settings.required(),
          named
              .map(path -> List.of("heddle.extensions.folder: there is no folder " + path))
              .orElse(List.of()));
    }
    ExtensionJars jars = ExtensionJars.in(folder);
    return new Extensions(
        new URLClassLoader(
            "extensions", jars.urls().toArray(URL[]::new), Extensions.class.getClassLoader()),
        settings.required(),
        jars.faults());
  }

  /** All providers of a service that load: those of the class path first. */
  public <S> List<S> all(Class<S> service) {
    List<S> providers = new ArrayList<>();
    Iterator<ServiceLoader.Provider<S>> candidates =
        ServiceLoader.load(service, loader).stream().iterator();
    while (true) {
      try {
        if (!candidates.hasNext()) {
          return providers;
        }
        ServiceLoader.Provider<S> candidate = candidates.next();
        providers.add(inTime(candidate.type(), "its constructor", candidate));
        list(service, candidate.type());
      } catch (ServiceConfigurationError | LinkageError fault) {
        fault(service.getSimpleName() + " " + reason(fault), fault);
      }
    }
  }

  /**
   * What a provider makes when it is first called; one that throws, makes nothing or takes too long
   * is as one that does not load, and empty.
   */
  public <P, T> Optional<T> made(P provider, Function<P, T> create) {
    try {
      return Optional.of(
          inTime(
              provider.getClass(),
              "its first call",
              () -> Objects.requireNonNull(create.apply(provider), "it made nothing")));
    } catch (ServiceConfigurationError fault) {
      fault(reason(fault), fault);
      return Optional.empty();
    }
  }

  private void fault(String text, Throwable fault) {
    LOG.error("an extension does not load: {}", text, fault);
    faults.add(text);
  }

  /** On a thread of its own, since code of others may block for ever. */
  private static <S> S inTime(Class<?> provider, String what, Supplier<S> code) {
    CompletableFuture<S> made = new CompletableFuture<>();
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .name("extension-start")
            .unstarted(
                () -> {
                  try {
                    made.complete(code.get());
                  } catch (Throwable fault) {
                    made.completeExceptionally(fault);
                  }
                });
    thread.setContextClassLoader(provider.getClassLoader());
    thread.start();
    String name = provider.getName();
    try {
      return made.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException fault) {
      throw new ServiceConfigurationError(name + ": " + what + " failed", fault);
    } catch (TimeoutException fault) {
      throw new ServiceConfigurationError(
          "%s: %s did not return within %d s".formatted(name, what, PATIENCE.toSeconds()));
    } catch (InterruptedException fault) {
      Thread.currentThread().interrupt();
      throw new ServiceConfigurationError(name + ": interrupted", fault);
    }
  }

  /** The innermost reason too, as the outer one only says that a provider could not be made. */
  private static String reason(Throwable fault) {
    Throwable cause = fault;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause == fault ? fault.toString() : fault.getMessage() + " (" + cause + ")";
  }

  private void list(Class<?> service, Class<?> provider) {
    Optional<String> origin = origin(provider);
    if (!origin.equals(origin(service))) {
      found.add(
          new Extension(
              service.getSimpleName(), provider.getName(), origin.orElse("an unknown place")));
    }
  }

  private static Optional<String> origin(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    return Optional.ofNullable(source)
        .map(CodeSource::getLocation)
        .map(location -> Path.of(location.getPath()).getFileName().toString());
  }

  /** What others have added, without Heddle's own. */
  public List<Extension> found() {
    return List.copyOf(found);
  }

  /** What did not load, a line each. */
  public List<String> faults() {
    return List.copyOf(faults);
  }

  /**
   * Lists in the log what was found.
   *
   * @throws ExtensionFailedException where something does not load and that is required
   */
  public void check() {
    found.forEach(extension -> LOG.info("extension: {}", extension));
    if (required && !faults.isEmpty()) {
      throw new ExtensionFailedException(faults);
    }
  }
}
