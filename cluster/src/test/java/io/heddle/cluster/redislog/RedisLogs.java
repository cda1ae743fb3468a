package io.heddle.cluster.redislog;

import io.heddle.actors.log.LogMetrics;
import io.heddle.actors.log.LogRules;
import io.heddle.config.RedisMode;
import io.heddle.config.RedisSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Logs in Redis, as tests open them. */
final class RedisLogs {
  private RedisLogs() {}

  static RedisRoomLog open(
      LogRules rules, LogMetrics metrics, String url, RedisMode mode, int waitReplicas) {
    RedisSettings settings =
        new RedisSettings(
            Optional.of(url),
            false,
            Duration.ofSeconds(2),
            Duration.ofSeconds(2),
            10_000,
            Duration.ofMillis(20),
            Duration.ofMillis(200),
            mode,
            waitReplicas,
            Optional.empty(),
            false);
    return RedisRoomLog.open(settings, rules, metrics, Clock.systemUTC());
  }
}
