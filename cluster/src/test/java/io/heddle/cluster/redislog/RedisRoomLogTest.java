package io.heddle.cluster.redislog;

import static io.heddle.actors.log.LogFixture.NOW;
import static io.heddle.actors.log.LogFixture.drafts;
import static io.heddle.actors.log.LogFixture.join;
import static io.heddle.actors.log.LogFixture.rules;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.heddle.actors.log.LogException;
import io.heddle.actors.log.LogFixture;
import io.heddle.actors.log.LogMetrics;
import io.heddle.actors.log.LogRules;
import io.heddle.actors.log.LogStatus;
import io.heddle.actors.log.Retention;
import io.heddle.actors.log.RoomLog;
import io.heddle.actors.log.RoomLog.Append;
import io.heddle.actors.log.RoomLogContract;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.RoomName;
import io.heddle.cluster.redis.RedisProcess;
import io.heddle.config.RedisMode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedisRoomLogTest extends RoomLogContract {
  private static final RedisProcess REDIS = new RedisProcess();
  private static final Retention MUCH = new Retention(100, LogFixture.HOUR, 1 << 20);

  private final LogMetrics metrics = new LogMetrics(new SimpleMeterRegistry());

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
    REDIS.with(redis -> redis.sync().flushall());
  }

  @Override
  protected RoomLog open(LogRules rules) {
    return open(rules, REDIS, 0);
  }

  private RedisRoomLog open(LogRules rules, RedisProcess redis, int waitReplicas) {
    return RedisLogs.open(rules, metrics, redis.url(), RedisMode.SINGLE, waitReplicas);
  }

  @Test
  void aScriptThatRedisHasLostIsSentAgain() {
    RoomLog log = log(MUCH);
    Position start = join(log.head(ROOM));
    append(log, start, drafts(1));
    REDIS.with(redis -> redis.sync().scriptFlush());

    append(log, start.plus(1), drafts(1));
    assertThat(join(log.read(ROOM, start, 10, RoomLog.ANY_BYTES)).publications()).hasSize(2);
  }

  @Test
  void whoHasNothingStoredCostsOneLookThatReadsNothing() {
    RoomLog log = log(MUCH);
    REDIS.with(redis -> redis.sync().configResetstat());
    for (int i = 0; i < 200; i++) {
      assertThat(join(log.mayHold(new RoomName("user:" + i), Integer.toString(i)))).isFalse();
    }

    String stats = REDIS.with(redis -> redis.sync().info("commandstats"));
    assertThat(stats)
        .contains("cmdstat_exists:calls=200,")
        .doesNotContain("cmdstat_hgetall", "cmdstat_xrange");
  }

  @Test
  void aRedisThatWasNeverReachedRefusesAndIsUsedWhenItIsThere() {
    try (RedisProcess late = new RedisProcess();
        RoomLog log = open(rules(MUCH), late, 0)) {
      assertThat(log.status()).isInstanceOf(LogStatus.Down.class);
      assertThatThrownBy(() -> join(log.head(ROOM)))
          .cause()
          .isInstanceOf(LogException.class)
          .matches(fault -> !((LogException) fault).isUndecided());
      late.start();

      eventually().until(() -> log.status() instanceof LogStatus.Up);
      assertThat(join(log.head(ROOM)).offset()).isZero();
    }
  }

  @Test
  void aRedisThatComesBackEmptyGivesANewEpochAndNothingIsSentTwice() {
    try (RedisProcess redis = new RedisProcess().start();
        RoomLog log = open(rules(MUCH), redis, 0)) {
      Position start = join(log.head(ROOM));
      append(log, start, drafts(3));
      redis.kill();
      eventually().until(() -> log.status() instanceof LogStatus.Down);
      assertThatThrownBy(
              () -> join(log.append(ROOM, start.plus(3), UUID.randomUUID(), drafts(1), NOW)))
          .hasCauseInstanceOf(LogException.class);
      redis.start();
      eventually().until(() -> log.status() instanceof LogStatus.Up);

      assertThat(join(log.append(ROOM, start.plus(3), UUID.randomUUID(), drafts(1), NOW)))
          .isInstanceOf(Append.Fenced.class);
      Position head = join(log.head(ROOM));
      assertThat(head.epoch()).isNotEqualTo(start.epoch());
      assertThat(head.offset()).as("what was refused did not come later").isZero();
    }
  }

  @Test
  void aHungRedisIsUndecidedAndTheRepeatedAppendIsAppliedOnce() throws InterruptedException {
    try (RedisProcess redis = new RedisProcess().start();
        RoomLog log = open(rules(MUCH), redis, 0)) {
      Position start = join(log.head(ROOM));
      UUID batch = UUID.randomUUID();
      Thread hang = Thread.ofVirtual().start(() -> redis.hang(4));
      eventually().until(() -> isUndecided(log, start, batch));

      eventually()
          .ignoreExceptions()
          .until(() -> join(log.append(ROOM, start, batch, drafts(1), NOW)) instanceof Append.Done);
      assertThat(join(log.head(ROOM))).isEqualTo(start.plus(1));
      assertThat(hang.join(Duration.ofSeconds(20))).isTrue();
    }
  }

  private static boolean isUndecided(RoomLog log, Position start, UUID batch) {
    try {
      join(log.append(ROOM, start, batch, drafts(1), NOW));
      return false;
    } catch (CompletionException fault) {
      return fault.getCause() instanceof LogException known && known.isUndecided();
    }
  }

  @Test
  void whatTheReplicasDoNotHaveIsUndecidedAndRepeatedWithItsBatch() {
    try (RoomLog log = open(rules(MUCH), REDIS, 1)) {
      assertThatThrownBy(() -> join(log.head(ROOM)))
          .cause()
          .isInstanceOf(LogException.class)
          .matches(fault -> ((LogException) fault).isUndecided())
          .hasMessageContaining("0 of 1 replicas");
    }
  }

  @Test
  void aReplicaThatLagsTakesOverWithANewEpochAndWhatItHas() {
    try (RedisProcess primary = new RedisProcess().start();
        RedisProcess replica = new RedisProcess().start();
        RoomLog before = open(rules(MUCH), primary, 1);
        RoomLog after = open(rules(MUCH), replica, 0)) {
      replica.with(redis -> redis.sync().replicaof("127.0.0.1", primary.port));
      eventually().ignoreExceptions().until(() -> join(before.head(ROOM)).offset() == 0);
      Position start = join(before.head(ROOM));
      append(before, start, drafts(3));
      replica.with(redis -> redis.sync().replicaofNoOne());
      assertThatThrownBy(() -> append(before, start.plus(3), drafts(2)))
          .as("no replica has it, so nobody was told")
          .hasCauseInstanceOf(LogException.class);

      Position head = join(after.head(ROOM));
      assertThat(head.epoch()).isNotEqualTo(start.epoch());
      assertThat(head.offset()).isEqualTo(3);
      assertThat(join(after.append(ROOM, start.plus(3), UUID.randomUUID(), drafts(1), NOW)))
          .isEqualTo(new Append.Fenced(head));
      assertThat(join(after.read(ROOM, new Position(head.epoch(), 0), 10, RoomLog.ANY_BYTES)))
          .matches(slice -> slice.complete() && slice.publications().size() == 3);
    }
  }

  private static ConditionFactory eventually() {
    return await().atMost(Duration.ofSeconds(20));
  }
}
