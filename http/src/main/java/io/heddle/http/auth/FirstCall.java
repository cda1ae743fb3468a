package io.heddle.http.auth;

import java.util.Optional;
import java.util.function.Function;

/** How a provider of an extension is called at start, by whoever knows what a fault there means. */
public interface FirstCall {
  /**
   * Has a provider make its part. Throws nothing that the provider throws.
   *
   * @return empty where it made none, for whatever reason
   */
  <P, T> Optional<T> made(P provider, Function<P, T> create);
}
