package io.heddle.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.protocol.ErrorCode;
import io.heddle.actors.protocol.ToPublisher;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Entries that rooms do not take at once, or never. */
class StreamRetriesTest extends StreamCase {
  @Test
  void aFailingRoomHoldsBackItselfOnly() {
    rooms.failing.put("chat:bad", ErrorCode.UNAVAILABLE);
    StreamNode node =
        node("a", "heddle.redis.ingress { batch = 5, in-flight = 10, tries = 100000 }", _ -> {});

    addTo("chat:bad", 0, 100);
    addTo("chat:good", 0, 100);

    awaitLog("chat:good", 100);
    eventually().until(() -> node.count("rooms.held") == 1);
    assertThat(rooms.log("chat:bad")).isEmpty();
    assertThat(length(STREAM)).isEqualTo(100);

    rooms.failing.clear();
    addTo("chat:bad", 100, 20);
    awaitLog("chat:bad", 120);
    awaitSettled();
    assertThat(dead()).isEmpty();
    assertThat(node.count("tries", "outcome", "failed")).isPositive();
  }

  @Test
  void anEntryThatFailsTooOftenIsBuriedAndTheNextOneHasItsTurn() {
    rooms.failing.put("chat:bad", ErrorCode.UNAVAILABLE);
    StreamNode node = node("a", "heddle.redis.ingress.tries = 3", _ -> {});

    add("room", "chat:bad", "data", "1", "key", "k");
    eventually().until(() -> !dead().isEmpty());
    rooms.failing.clear();
    add("room", "chat:bad", "data", "2");

    awaitSettled();
    assertThat(rooms.log("chat:bad")).containsExactly("2");
    assertThat(dead().getFirst())
        .containsSubsequence("reason", "unavailable", "tries", "3", "data", "1", "key", "k");
    assertThat(node.count("dead", "reason", "unavailable")).isOne();
    assertThat(node.count("tries", "outcome", "failed")).isEqualTo(3);
  }

  @Test
  void whatARoomRefusesIsBuriedAtOnce() {
    rooms.failing.put("chat:bad", ErrorCode.FORBIDDEN);
    StreamNode node = node("a");

    addTo("chat:bad", 0, 1);

    awaitSettled();
    assertThat(dead().getFirst()).containsSubsequence("reason", "refused", "error");
    assertThat(dead().getFirst().get(5)).contains("chat:bad", "forbidden");
    assertThat(node.count("dead", "reason", "refused")).isOne();
  }

  @Test
  void aFaultIsTriedAgain() {
    StreamNode node = node("a");
    AtomicInteger times = new AtomicInteger();
    node.fabric.rooms =
        publish ->
            times.incrementAndGet() < 3
                ? CompletableFuture.failedFuture(new IllegalStateException("fault for a test"))
                : rooms.apply(publish);

    addTo("chat:1", 0, 2);

    awaitLog("chat:1", 2);
    awaitSettled();
  }

  @Test
  void triesAreCountedOverAChangeOfTheReader() {
    rooms.failing.put("chat:bad", ErrorCode.UNAVAILABLE);
    String slow = "heddle.redis { backoff-min = 1h, backoff-max = 1h, ingress.tries = 2 }";
    StreamNode first = node("a", slow, _ -> {});
    addTo("chat:bad", 0, 1);
    eventually().until(() -> first.count("tries", "outcome", "failed") == 1);

    first.stop().receiveMessage(PATIENCE);
    StreamNode second = node("b", slow, _ -> {});

    awaitSettled();
    assertThat(second.count("tries", "outcome", "failed")).isOne();
    assertThat(second.count("claimed")).isOne();
    assertThat(dead().getFirst()).containsSubsequence("reason", "unavailable", "tries", "2");
  }

  @Test
  void noMoreThanTheBoundIsUnderWay() {
    StreamNode node = node("a", "heddle.redis.ingress { batch = 4, in-flight = 10 }", _ -> {});
    CompletableFuture<ToPublisher.Answer> later = new CompletableFuture<>();
    node.fabric.rooms = _ -> later;
    for (int i = 0; i < 30; i++) {
      addTo("chat:" + i, 0, 1);
    }

    eventually().until(() -> node.fabric.published.size() == 10);
    eventually().until(() -> node.count("pending") == 10 && node.count("length") == 30);
    assertThat(node.fabric.published).hasSize(10);

    later.complete(RecordingFabric.PUBLISHED);
    eventually().until(() -> node.fabric.published.size() == 30);
    awaitSettled();
  }

  @Test
  void whatIsDeletedFromTheStreamMeanwhileIsLetGo() {
    rooms.failing.put("chat:1", ErrorCode.UNAVAILABLE);
    StreamNode node = node("a");
    addTo("chat:1", 0, 3);
    eventually().until(() -> node.count("tries", "outcome", "failed") > 0);

    redis.with(c -> c.sync().xtrim(utf8(STREAM), 0));
    rooms.failing.clear();
    addTo("chat:1", 3, 1);

    eventually().until(() -> rooms.log("chat:1").contains("3"));
    awaitSettled();
    assertThat(node.count("gone")).isPositive();
  }
}
