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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The log in a Redis Cluster: rooms lie on three primaries. */
@ResourceLock(RedisCluster.LOCK)
class ClusterRoomLogTest extends RoomLogContract {
  private static final Retention ALL = new Retention(1_000_000, LogFixture.HOUR, 1 << 30);

  private final RedisCluster redis = RedisCluster.emptied();

  @Override
  protected RoomLog open(LogRules rules) {
    LogMetrics metrics = new LogMetrics(new SimpleMeterRegistry());
    return RedisLogs.open(rules, metrics, redis.url(), RedisMode.CLUSTER, 0);
  }

  @Test
  void slotsThatMoveToAReplicaInOrderLoseNothing() {
    try (RoomLog log = open(rules(ALL));
        Appending appending = new Appending(log).start()) {
      appending.awaitMore(200);
      redis.failOver();
      appending.awaitMore(200);

      appending.checkThatNothingIsLost();
    }
  }
}
