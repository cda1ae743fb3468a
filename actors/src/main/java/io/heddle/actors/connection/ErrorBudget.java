package io.heddle.actors.connection;

import io.heddle.config.ErrorSettings;

/** How many errors a client may make within a window before it is sent away. */
final class ErrorBudget {
  private final ErrorSettings settings;
  private int errors;
  private long windowStart = Long.MIN_VALUE / 2;

  ErrorBudget(ErrorSettings settings) {
    this.settings = settings;
  }

  /** Counts an error; true where that was one too many. */
  boolean exceededBy(long nowMillis) {
    if (nowMillis - windowStart > settings.window().toMillis()) {
      windowStart = nowMillis;
      errors = 0;
    }
    errors++;
    return errors > settings.max();
  }
}
