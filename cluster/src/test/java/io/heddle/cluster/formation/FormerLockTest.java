package io.heddle.cluster.formation;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.cluster.lettuce.OnDemandRedis;
import io.heddle.cluster.redislog.RedisCluster;
import io.heddle.config.RedisMode;
import io.heddle.config.RedisSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock(RedisCluster.LOCK)
class FormerLockTest {
  private final RedisCluster redis = RedisCluster.emptied();

  @Test
  void theLockIsHeldByOneNodeInARedisCluster() {
    try (FormerLock first = lock("1");
        FormerLock second = lock("2")) {
      assertThat(get(first.holder())).isEmpty();
      assertThat(get(first.take(first.self("a:1")))).contains(first.self("a:1"));
      assertThat(get(second.take(second.self("b:1")))).contains(first.self("a:1"));

      get(second.release());
      assertThat(get(second.holder())).contains(first.self("a:1"));
      get(first.hold(first.self("a:2")));
      assertThat(get(second.holder())).contains(first.self("a:2"));
      byte[] key = FormerLock.KEY.getBytes(StandardCharsets.UTF_8);
      assertThat(redis.<Long>with(it -> it.pttl(key))).isPositive();

      get(first.release());
      assertThat(get(second.holder())).isEmpty();
    }
  }

  private FormerLock lock(String start) {
    return new FormerLock(
        new OnDemandRedis(
            new RedisSettings(
                Optional.of(redis.url()),
                false,
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                100,
                Duration.ofMillis(20),
                Duration.ofMillis(200),
                RedisMode.CLUSTER,
                0,
                Optional.empty(),
                false)),
        start);
  }

  private static <T> T get(CompletionStage<T> answer) {
    return answer.toCompletableFuture().join();
  }
}
