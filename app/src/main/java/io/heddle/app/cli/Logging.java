package io.heddle.app.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the log up for a fault that is looked into, and off where standard output is the answer.
 */
final class Logging {
  private Logging() {}

  /** Logs frames and decisions. */
  static void debug() {
    level("io.heddle", Level.DEBUG);
  }

  /** Logs nothing. */
  static void off() {
    level("io.heddle", Level.OFF);
    level(Logger.ROOT_LOGGER_NAME, Level.OFF);
  }

  private static void level(String name, Level level) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.getLogger(name).setLevel(level);
    }
  }
}
