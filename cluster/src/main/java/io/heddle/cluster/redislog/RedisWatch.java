package io.heddle.cluster.redislog;

import io.heddle.actors.log.LogStatus;
import io.heddle.cluster.script.RedisScript;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows whether Redis answers: asks it each second, and makes the first connection, which lettuce
 * does not try twice.
 */
final class RedisWatch {
  private static final Logger LOG = LoggerFactory.getLogger(RedisWatch.class);

  private final RedisLogConnection connection;
  private final Clock clock;
  private final ScheduledExecutorService timer;
  private volatile LogStatus status;
  private volatile boolean asking;

  RedisWatch(RedisLogConnection connection, Clock clock) {
    this.connection = connection;
    this.clock = clock;
    this.status = new LogStatus.Down("Redis was not reached yet", clock.instant());
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "heddle-log-watch");
              thread.setDaemon(true);
              return thread;
            });
  }

  void start() {
    var _ = timer.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
  }

  LogStatus status() {
    return status;
  }

  private void look() {
    if (!asking) {
      asking = true;
      var _ = ask();
    }
  }

  /** Connects where that was never done, and asks Redis for a sign of life; never fails. */
  CompletionStage<Void> ask() {
    CompletableFuture<Void> answer =
        connection.open().thenCompose(_ -> ping()).toCompletableFuture();
    long limit = connection.commandTimeout().multipliedBy(2).toMillis();
    return answer
        .orTimeout(limit, TimeUnit.MILLISECONDS)
        .handle(
            (_, fault) -> {
              asking = false;
              if (fault == null) {
                up();
              } else {
                down(String.valueOf(RedisScript.cause(fault).getMessage()));
              }
              return null;
            });
  }

  private CompletionStage<Void> ping() {
    return connection
        .appends()
        .orElseThrow(LogFaults::notConnected)
        .ping()
        .thenCompose(_ -> connection.reads().orElseThrow(LogFaults::notConnected).ping())
        .thenAccept(_ -> {});
  }

  private void up() {
    if (status instanceof LogStatus.Down(_, var since)) {
      status = new LogStatus.Up();
      LOG.info("the log in Redis answers, after {}", Duration.between(since, clock.instant()));
    }
  }

  private void down(String why) {
    if (status instanceof LogStatus.Up) {
      status = new LogStatus.Down("Redis does not answer", clock.instant());
      LOG.warn("the log in Redis does not answer: {}", why);
    }
  }

  void close() {
    timer.shutdownNow();
  }
}
