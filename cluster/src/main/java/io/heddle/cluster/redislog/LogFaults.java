package io.heddle.cluster.redislog;

import io.heddle.actors.log.LogException;
import io.heddle.cluster.script.RedisScript;
import io.lettuce.core.RedisCommandExecutionException;
import java.util.List;

/** Which faults of a command say that it was not carried out. */
final class LogFaults {
  /** Redis looks at these before it runs a script. */
  private static final List<String> BEFORE =
      List.of(
          "OOM",
          "READONLY",
          "MISCONF",
          "LOADING",
          "NOREPLICAS",
          "CLUSTERDOWN",
          "MASTERDOWN",
          "TRYAGAIN",
          "BUSY",
          "NOAUTH",
          "NOPERM",
          "NOSCRIPT");

  /** What lettuce says of commands that it has not sent. */
  private static final List<String> UNSENT =
      List.of("Commands are rejected", "Request queue size exceeded");

  private LogFaults() {}

  static LogException of(Throwable fault) {
    Throwable cause = RedisScript.cause(fault);
    if (cause instanceof LogException known) {
      return known;
    }
    String text = String.valueOf(cause.getMessage());
    boolean refused =
        cause instanceof RedisCommandExecutionException
            ? BEFORE.stream().anyMatch(text::startsWith)
            : UNSENT.stream().anyMatch(text::contains);
    String told = "Redis: " + text;
    return refused ? LogException.refused(told, cause) : LogException.undecided(told, cause);
  }

  static LogException notConnected() {
    String why = "Redis cannot be reached";
    return LogException.refused(why, new IllegalStateException(why));
  }
}
