package io.heddle.cluster.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.heddle.actors.protocol.Identity;
import io.heddle.cluster.redis.RedisProcess;
import io.heddle.cluster.redislog.RedisCluster;
import io.heddle.config.RedisMode;
import io.heddle.config.RedisSettings;
import io.lettuce.core.RedisCommandTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock(RedisCluster.LOCK)
class RedisMembershipsTest {
  private final RedisProcess redis = new RedisProcess();
  private final RedisMemberships memberships = new RedisMemberships(settings(redis.url()));

  private static RedisSettings settings(String url) {
    return settings(url, RedisMode.SINGLE);
  }

  private static RedisSettings settings(String url, RedisMode mode) {
    return new RedisSettings(
        Optional.of(url),
        false,
        Duration.ofMillis(500),
        Duration.ofSeconds(2),
        10_000,
        Duration.ofMillis(20),
        Duration.ofMillis(200),
        mode,
        0,
        Optional.empty(),
        false);
  }

  @Test
  void theGroupsOfAUserAreTheMembersOfTheSet() {
    try (redis;
        memberships) {
      redis.start();
      add("alice", "red", "größe", "7");

      assertThat(groups("alice")).containsOnly("red", "größe", "7");
      assertThat(groups("bob")).isEmpty();
      redis.with(it -> it.sync().set(utf8("heddle:user:carol:groups"), utf8("no set")));
      assertThatThrownBy(() -> groups("carol")).hasMessageContaining("WRONGTYPE");
    }
  }

  @Test
  void groupsAreReadFromAllNodesOfARedisCluster() {
    RedisCluster cluster = RedisCluster.emptied();
    List<String> users = IntStream.range(0, 20).mapToObj(i -> "u" + i).toList();
    try (var source = new RedisMemberships(settings(cluster.url(), RedisMode.CLUSTER))) {
      for (String user : users) {
        cluster.with(it -> it.sadd(utf8("heddle:user:" + user + ":groups"), utf8("of " + user)));
      }

      for (String user : users) {
        assertThat(source.groups(Identity.user(user)).toCompletableFuture().join())
            .containsOnly("of " + user);
      }
    }
  }

  @Test
  void aRedisThatIsLateLostAndBackIsAskedAgain() {
    try (redis;
        memberships) {
      assertThatThrownBy(() -> groups("alice")).isInstanceOf(RuntimeException.class);
      redis.start();
      add("alice", "red");
      assertThat(groups("alice")).containsOnly("red");

      redis.kill();
      assertThatThrownBy(() -> groups("alice")).isInstanceOf(RuntimeException.class);
      redis.start();
      add("alice", "blue");
      await()
          .atMost(Duration.ofSeconds(20))
          .ignoreExceptions()
          .untilAsserted(() -> assertThat(groups("alice")).containsOnly("blue"));
    }
  }

  @Test
  void aRedisThatIsSilentIsNotWaitedForAndAskedAgain() throws InterruptedException {
    try (redis;
        memberships) {
      redis.start();
      add("alice", "red");
      assertThat(groups("alice")).containsOnly("red");
      Thread hanging = Thread.startVirtualThread(() -> redis.hang(2));

      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThatThrownBy(() -> groups("alice"))
                      .hasCauseInstanceOf(RedisCommandTimeoutException.class));
      await()
          .atMost(Duration.ofSeconds(20))
          .ignoreExceptions()
          .untilAsserted(() -> assertThat(groups("alice")).containsOnly("red"));
      hanging.join();
    }
  }

  @Test
  void aUrlThatIsNoneIsRefusedWithoutItsPassword() {
    memberships.close();
    assertThatThrownBy(() -> new RedisMemberships(settings("http://:secret@host")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("heddle.redis.url")
        .hasMessageNotContaining("secret");
  }

  private void add(String user, String... groups) {
    for (String group : groups) {
      redis.with(it -> it.sync().sadd(utf8("heddle:user:" + user + ":groups"), utf8(group)));
    }
  }

  private Set<String> groups(String user) {
    return memberships.groups(Identity.user(user)).toCompletableFuture().join();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
