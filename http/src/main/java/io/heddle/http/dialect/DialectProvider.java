package io.heddle.http.dialect;

import java.time.Clock;

/**
 * Makes a dialect; found by {@link java.util.ServiceLoader}, so an implementation has a public
 * constructor without parameters and is named in {@code
 * META-INF/services/io.heddle.http.dialect.DialectProvider}.
 */
public interface DialectProvider {
  /**
   * Called once, at start.
   *
   * @param limits what commands are held to
   * @param clock stamps events that carry no time of their own
   */
  Dialect create(DialectLimits limits, Clock clock);
}
