package io.heddle.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.ErrorCode;
import io.heddle.actors.protocol.Sender;
import io.heddle.actors.protocol.ToPublisher;
import io.lettuce.core.KillArgs;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class StreamIngressTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String STREAM = "heddle:ingress";
  private static final String DEAD = "heddle:ingress:dead";
  private static final String OURS = "test";
  private static final String READER = "{heddle:ingress}:reader";

  private final ActorTestKit kit =
      ActorTestKit.create(
          "stream",
          ConfigFactory.parseResources("io/heddle/cluster/pekko.conf")
              .withFallback(ConfigFactory.load()));
  private final RedisProcess redis = new RedisProcess();
  private final KeyedRooms rooms = new KeyedRooms();

  @BeforeEach
  void begin() {
    redis.start();
  }

  @AfterEach
  void end() {
    kit.shutdownTestKit();
    redis.close();
  }

  @Test
  void anEntryArrivesWithAllThatItSays() {
    StreamNode node = node("a");

    add(
        "room",
        "chat:1",
        "type",
        "task_created",
        "data",
        "{ \"n\": 1.10 }",
        "key",
        "k1",
        "conflation_key",
        "c1",
        "message_id",
        "m1",
        "from",
        "bob",
        "unknown",
        "left alone");

    eventually().until(() -> node.fabric.published.size() == 1);
    var published = node.fabric.published.getFirst();
    assertThat(published.room()).hasToString("chat:1");
    Draft draft = published.draft();
    assertThat(draft.type()).isEqualTo("task_created");
    assertThat(draft.data()).hasToString("{ \"n\": 1.10 }");
    assertThat(draft.key()).contains("k1");
    assertThat(draft.conflationKey()).contains("c1");
    assertThat(draft.messageId()).isEqualTo("m1");
    assertThat(draft.sender()).isEqualTo(Sender.user("bob"));
    assertThat(draft.relayed()).isFalse();
    awaitSettled();
  }

  @Test
  void anEntryForAUserNeedsNoMoreThanData() {
    StreamNode node = node("a");

    add("user", "alice", "data", "7");

    eventually().until(() -> node.fabric.published.size() == 1);
    assertThat(node.fabric.published.getFirst().room()).hasToString("user:alice");
    Draft draft = node.fabric.published.getFirst().draft();
    assertThat(draft.type()).isEqualTo("message");
    assertThat(draft.sender()).isEqualTo(Sender.SERVER);
    assertThat(draft.key())
        .as("so that it is known when it is read again")
        .contains(draft.messageId());
    awaitSettled();
    assertThat(node.count("tries", "outcome", "published")).isOne();
    assertThat(node.count("read")).isOne();
  }

  @Test
  void whatWasThereBeforeTheFirstReaderIsRead() {
    addTo("chat:1", 0, 10);

    node("a");

    awaitLog("chat:1", 10);
    awaitSettled();
  }

  @Test
  void theSameKeyIsPublishedOnce() {
    StreamNode node = node("a");

    add("room", "chat:1", "data", "1", "key", "k");
    add("room", "chat:1", "data", "2", "key", "k");
    add("room", "chat:1", "data", "3");
    add("room", "chat:1", "data", "3");

    eventually().until(() -> node.count("tries", "outcome", "published") == 3);
    assertThat(node.count("tries", "outcome", "duplicate")).isOne();
    assertThat(rooms.log("chat:1")).containsExactly("1", "3", "3");
    awaitSettled();
  }

  static Stream<Arguments> bad() {
    return Stream.of(
        bad("bad_field", "'data' is missing", "room", "chat:1"),
        bad("garbage", "'data'", "room", "chat:1", "data", "{\"n\":"),
        bad("garbage", "'data'", "room", "chat:1", "data", "1 2"),
        bad("no_target", "'room' and 'user' are missing", "data", "1"),
        bad("bad_room", "'room' and 'user' are both given", "room", "a", "user", "b", "data", "1"),
        bad("bad_room", "'room'", "room", "chat:", "data", "1"),
        bad("bad_room", "'room': namespace 'nowhere'", "room", "nowhere:1", "data", "1"),
        bad("bad_room", "'user'", "user", "a\nb", "data", "1"),
        bad("bad_field", "'user' is empty", "user", "", "data", "1"),
        bad("bad_type", "'type' is reserved", "room", "chat:1", "type", "subscribed", "data", "1"),
        bad("bad_type", "'type'", "room", "chat:1", "type", "two words", "data", "1"),
        bad("bad_field", "'key'", "room", "chat:1", "data", "1", "key", "k".repeat(65)),
        bad(
            "bad_field",
            "'conflation_key'",
            "room",
            "c",
            "data",
            "1",
            "conflation_key",
            "k".repeat(65)),
        bad("bad_field", "'room' is given twice", "room", "a", "room", "b", "data", "1"),
        bad("too_large", "'data' has 101 bytes", "room", "c", "data", "1".repeat(101)));
  }

  private static Arguments bad(String reason, String error, String... fields) {
    return Arguments.of(reason, error, List.of(fields));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void aBadEntryIsBuriedAtOnceWithItsReasonAndStopsNothing(
      String reason, String error, List<String> fields) {
    StreamNode node =
        node(
            "a", "heddle { rooms.undeclared = refuse, websocket.max-message-size = 100 }", _ -> {});

    String id = add(fields.toArray(String[]::new));
    add("room", "chat:1", "data", "\"fine\"");

    awaitSettled();
    assertThat(rooms.log("chat:1")).containsExactly("\"fine\"");
    assertThat(dead())
        .singleElement()
        .satisfies(
            fieldsOfDead -> {
              assertThat(fieldsOfDead.subList(0, 4)).containsExactly("entry", id, "reason", reason);
              assertThat(fieldsOfDead.get(4)).isEqualTo("error");
              assertThat(fieldsOfDead.get(5)).contains(error);
              assertThat(fieldsOfDead.subList(8, fieldsOfDead.size())).isEqualTo(fields);
            });
    assertThat(node.count("dead", "reason", reason)).isOne();
  }

  @Test
  void dataThatIsNotUtf8IsBuried() {
    node("a");

    redis.with(
        c ->
            c.sync()
                .xadd(
                    utf8(STREAM),
                    utf8("room"),
                    utf8("chat:1"),
                    utf8("data"),
                    new byte[] {'"', (byte) 0xff, '"'}));

    awaitSettled();
    assertThat(dead()).singleElement().asString().contains("reason, garbage");
  }

  @Test
  void theDeadAreKeptUpToABound() {
    node("a", "heddle.redis.ingress.dead-max = 3", _ -> {});

    for (int i = 0; i < 10; i++) {
      add("nothing", "of use", "n", Integer.toString(i));
    }

    awaitSettled();
    assertThat(dead()).hasSize(3);
    assertThat(dead().getLast()).endsWith("n", "9");
  }

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

  @Test
  void twoReadersTakeTurnsAndKeepTheOrderOfARoom() {
    List<StreamNode> nodes = new ArrayList<>(List.of(node("a"), node("b")));
    eventually().until(() -> nodes.stream().filter(StreamNode::reads).count() == 1);

    for (int round = 0; round < 4; round++) {
      addTo("chat:1", round * 250, 250);
      StreamNode reader = nodes.stream().filter(StreamNode::reads).findFirst().orElseThrow();
      reader.stop().receiveMessage(PATIENCE);
      nodes.remove(reader);
      nodes.add(node("c" + round));
      eventually().until(() -> nodes.stream().filter(StreamNode::reads).count() == 1);
    }

    awaitLog("chat:1", 1000);
    awaitSettled();
    assertThat(consumers()).as("those that left are forgotten").hasSizeLessThan(2);
  }

  @Test
  void aReaderThatLosesItsPlaceStandsByUntilItIsFree() {
    StreamNode node = node("a");
    addTo("chat:1", 0, 1);
    awaitLog("chat:1", 1);

    redis.with(c -> c.sync().set(utf8(READER), utf8("another")));
    eventually().until(() -> !node.reads());
    addTo("chat:1", 1, 3);
    assertThat(rooms.log("chat:1")).hasSize(1);
    redis.with(c -> c.sync().del(utf8(READER)));

    awaitLog("chat:1", 4);
    awaitSettled();
  }

  @Test
  void aStopWaitsForWhatIsUnderWayAndLeavesTheRestToOthers() {
    StreamNode node = node("a");
    CompletableFuture<ToPublisher.Answer> later = new CompletableFuture<>();
    node.fabric.rooms = _ -> later;
    addTo("chat:1", 0, 3);
    eventually().until(() -> !node.fabric.published.isEmpty());

    var stopped = node.stop();
    later.complete(RecordingFabric.PUBLISHED);
    stopped.receiveMessage(PATIENCE);

    node.awaitEnd();
    assertThat(node.fabric.published).hasSize(1);
    assertThat(length(STREAM)).isEqualTo(2);
    assertThat(redis.<Long>with(c -> c.sync().exists(utf8(READER)))).isZero();
    node("b");
    eventually().until(() -> rooms.log("chat:1").equals(List.of("1", "2")));
    awaitSettled();
  }

  @Test
  void aStopWaitsForARoomThatNeverAnswersOnlySoLong() {
    StreamNode node = node("a");
    node.fabric.rooms = _ -> new CompletableFuture<>();
    addTo("chat:1", 0, 1);
    eventually().until(() -> !node.fabric.published.isEmpty());

    node.stop().receiveMessage(PATIENCE);

    node.awaitEnd();
    assertThat(length(STREAM)).isOne();
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

  private StreamNode node(String name) {
    return node(name, "", _ -> {});
  }

  private StreamNode node(String name, String more, Consumer<StreamStep> steps) {
    return new StreamNode(kit, redis.url(), name, rooms, more, steps);
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

  private void addTo(String room, int from, int count) {
    redis.with(
        c -> {
          IntStream.range(from, from + count)
              .forEach(i -> add(c.sync(), "room", room, "data", Integer.toString(i)));
          return c.sync().ping();
        });
  }

  private String add(String... fields) {
    return redis.with(c -> add(c.sync(), fields));
  }

  private static String add(RedisCommands<byte[], byte[]> redis, String... fields) {
    return redis.xadd(utf8(STREAM), Stream.of(fields).map(StreamIngressTest::utf8).toArray());
  }

  private List<List<String>> dead() {
    return redis.with(
        c ->
            c.sync().xrange(utf8(DEAD), Range.unbounded()).stream()
                .map(StreamMessage::getBody)
                .map(
                    body ->
                        body.entrySet().stream()
                            .flatMap(field -> Stream.of(field.getKey(), field.getValue()))
                            .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                            .toList())
                .toList());
  }

  private List<Object> consumers() {
    return redis.with(c -> c.sync().xinfoConsumers(utf8(STREAM), utf8("heddle")));
  }

  private long length(String stream) {
    return redis.with(c -> c.sync().xlen(utf8(stream)));
  }

  private void awaitLog(String room, int size) {
    eventually().until(() -> rooms.log(room).size() >= size);
    assertThat(rooms.log(room))
        .isEqualTo(IntStream.range(0, size).mapToObj(Integer::toString).toList());
  }

  private void awaitSettled() {
    eventually()
        .until(
            () ->
                length(STREAM) == 0
                    && redis.<Long>with(
                            c -> c.sync().xpending(utf8(STREAM), utf8("heddle")).getCount())
                        == 0);
  }

  private static ConditionFactory eventually() {
    return await().ignoreExceptions().atMost(PATIENCE);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
