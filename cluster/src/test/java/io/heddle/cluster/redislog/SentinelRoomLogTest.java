package io.heddle.cluster.redislog;

import static io.heddle.actors.log.LogFixture.rules;

import io.heddle.actors.log.LogFixture;
import io.heddle.actors.log.LogMetrics;
import io.heddle.actors.log.LogRules;
import io.heddle.actors.log.Retention;
import io.heddle.actors.log.RoomLog;
import io.heddle.actors.log.RoomLogContract;
import io.heddle.config.RedisMode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The log in a Redis whose primary sentinels name. */
class SentinelRoomLogTest extends RoomLogContract {
  private static final RedisSentinels REDIS = new RedisSentinels();
  private static final Retention ALL = new Retention(1_000_000, LogFixture.HOUR, 1 << 30);

  @BeforeAll
  static void start() {
    REDIS.start();
  }

  @AfterAll
  static void stop() {
    REDIS.close();
  }

  @BeforeEach
  void empty() {
    REDIS.flush();
  }

  @Override
  protected RoomLog open(LogRules rules) {
    return open(rules, 0);
  }

  private static RoomLog open(LogRules rules, int waitReplicas) {
    LogMetrics metrics = new LogMetrics(new SimpleMeterRegistry());
    return RedisLogs.open(rules, metrics, REDIS.url(), RedisMode.SENTINEL, waitReplicas);
  }

  @Test
  void aFailoverLosesNothingThatTheReplicaHadToHave() {
    failsOver(1);
  }

  @Test
  @Tag("long")
  void manyFailoversLoseNothingThatTheReplicaHadToHave() {
    failsOver(8);
  }

  private static void failsOver(int times) {
    try (RoomLog log = open(rules(ALL), 1);
        Appending appending = new Appending(log).start()) {
      for (int i = 0; i < times; i++) {
        appending.awaitMore(200);
        REDIS.failOver();
      }
      appending.awaitMore(200);

      appending.checkThatNothingIsLost();
    }
  }
}
