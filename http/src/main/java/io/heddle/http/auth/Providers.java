package io.heddle.http.auth;

import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** Finds the one extension of a kind of which there can be one only. */
final class Providers {
  private Providers() {}

  /**
   * The extension, where there is one.
   *
   * @throws IllegalArgumentException naming both where there are two, or the one that fails to load
   */
  static <T> Optional<T> sole(Class<T> type, ClassLoader loader) {
    try {
      List<T> found =
          ServiceLoader.load(type, loader).stream().map(ServiceLoader.Provider::get).toList();
      if (found.size() > 1) {
        throw new IllegalArgumentException(
            "two extensions are a %s, of which there can be one: %s and %s"
                .formatted(
                    type.getSimpleName(),
                    found.get(0).getClass().getName(),
                    found.get(1).getClass().getName()));
      }
      return found.stream().findFirst();
    } catch (ServiceConfigurationError fault) {
      throw new IllegalArgumentException(
          "an extension cannot be loaded: " + fault.getMessage(), fault);
    }
  }
}
