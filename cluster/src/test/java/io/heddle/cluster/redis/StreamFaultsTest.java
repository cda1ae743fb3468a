package io.heddle.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.protocol.ErrorCode;
import io.lettuce.core.KillArgs;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Readers that die, connections that are lost, a Redis that forgets or hangs. */
class StreamFaultsTest extends StreamCase {
  @ParameterizedTest
  @EnumSource(StreamStep.class)
  void aReaderThatDiesAtAnyStepIsFollowedByOneThatLosesAndRepeatsNothing(StreamStep at) {
    StreamNode first = node("a", "", dyingAt(at, 3));
    eventually().until(first::reads);
    StreamNode second = node("b");

    addToThreeRooms(200);

    first.awaitEnd();
    awaitThreeRooms(200);
    eventually().until(second::reads);
    assertThat(dead()).hasSizeBetween(5, 6);
  }

  @ParameterizedTest
  @EnumSource(StreamStep.class)
  void aReaderWhoseConnectionsDieAtAnyStepLosesAndRepeatsNothing(StreamStep at) {
    AtomicInteger times = new AtomicInteger();
    StreamNode node =
        node(
            "a",
            "",
            step -> {
              if (step == at && times.incrementAndGet() % 3 == 0 && times.get() <= 9) {
                killConnections();
              }
            });

    addToThreeRooms(200);

    awaitThreeRooms(200);
    assertThat(times).hasPositiveValue();
    assertThat(node.count("connects", "outcome", "failed")).isPositive();
  }

  /** And some in between that no room takes. */
  private void addToThreeRooms(int each) {
    redis.with(
        c -> {
          c.sync().clientSetname(utf8(OURS));
          for (int i = 0; i < each; i++) {
            for (String room : List.of("chat:1", "chat:2", "user:3")) {
              add(c.sync(), "room", room, "data", Integer.toString(i), "key", room + i);
            }
            if (i % 40 == 0) {
              add(c.sync(), "room", "chat:1", "data", "no json");
            }
          }
          return c.sync().ping();
        });
  }

  private void awaitThreeRooms(int each) {
    for (String room : List.of("chat:1", "chat:2", "user:3")) {
      awaitLog(room, each);
    }
    awaitSettled();
  }

  @Test
  void aFlushedRedisGetsItsGroupAgain() {
    StreamNode node = node("a");
    addTo("chat:1", 0, 1);
    awaitLog("chat:1", 1);

    redis.with(c -> c.sync().flushall());
    addTo("chat:1", 1, 5);

    awaitLog("chat:1", 6);
    awaitSettled();
    assertThat(node.link.status().up()).isTrue();
  }

  @Test
  void aGroupThatIsDestroyedIsMadeAgainAndMissesNothing() {
    rooms.failing.put("chat:1", ErrorCode.UNAVAILABLE);
    StreamNode node = node("a");
    addTo("chat:1", 0, 5);
    eventually().until(() -> node.count("tries", "outcome", "failed") > 0);

    redis.with(c -> c.sync().xgroupDestroy(utf8(STREAM), utf8("heddle")));
    rooms.failing.clear();
    addTo("chat:1", 5, 5);

    awaitLog("chat:1", 10);
    awaitSettled();
  }

  @Test
  void aRedisThatIsLostAndComesBackIsReadAgain() {
    StreamNode node = node("a");
    addTo("chat:1", 0, 5);
    awaitLog("chat:1", 5);

    redis.kill();
    eventually().until(() -> !node.link.status().up());
    redis.start();
    addTo("chat:1", 5, 5);

    awaitLog("chat:1", 10);
    awaitSettled();
    assertThat(node.link.status().up()).isTrue();
  }

  @Test
  void aReaderWithoutRedisStartsAndTriesUntilThereIsOne() {
    redis.kill();
    StreamNode node = node("a");
    eventually().until(() -> node.count("connects", "outcome", "failed") >= 3);

    redis.start();
    addTo("chat:1", 0, 1);

    awaitLog("chat:1", 1);
  }

  @Test
  void aReaderThatNeverReachedRedisStops() {
    redis.kill();
    StreamNode node = node("a");

    node.stop().receiveMessage(PATIENCE);

    node.awaitEnd();
  }

  @Test
  void aRedisThatHangsIsNoticedAndReadAgain() {
    StreamNode node = node("a", "heddle.redis.command-timeout = 500ms", _ -> {});
    addTo("chat:1", 0, 1);
    awaitLog("chat:1", 1);

    CompletableFuture<?> asleep = CompletableFuture.runAsync(() -> redis.hang(2));
    eventually().until(() -> !node.link.status().up());
    asleep.join();
    addTo("chat:1", 1, 5);

    awaitLog("chat:1", 6);
    awaitSettled();
  }

  private static Consumer<StreamStep> dyingAt(StreamStep at, int time) {
    AtomicInteger times = new AtomicInteger();
    return step -> {
      if (step == at && times.incrementAndGet() == time) {
        throw new IllegalStateException("death for a test at " + at);
      }
    };
  }

  /** All but those that add entries. */
  private void killConnections() {
    redis.with(
        c -> {
          c.sync().clientSetname(utf8(OURS));
          c.sync()
              .clientList()
              .lines()
              .filter(client -> !client.contains("name=" + OURS))
              .map(client -> Long.parseLong(client.split("[ =]", 3)[1]))
              .forEach(id -> c.sync().clientKill(KillArgs.Builder.id(id)));
          return c.sync().ping();
        });
  }
}
