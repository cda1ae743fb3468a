package io.heddle.actors.extension;

import io.heddle.actors.metrics.ExtensionMetrics;

/**
 * An application's code as connections use it.
 *
 * @param handlers answer messages
 * @param authorizers decide about rooms
 * @param listeners hear what connections do
 * @param metrics what is counted
 */
public record RunningExtensions(
    Handlers handlers, Authorizers authorizers, Listeners listeners, ExtensionMetrics metrics)
    implements AutoCloseable {
  /** Ends the threads; what runs is left to run. */
  @Override
  public void close() {
    handlers.close();
    authorizers.close();
    listeners.close();
  }
}
