package io.heddle.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * A Redis with a stream, and rooms that remember what was published: what tests of it begin with.
 */
abstract class StreamCase {
  static final Duration PATIENCE = Duration.ofSeconds(20);
  static final String STREAM = "heddle:ingress";
  static final String DEAD = "heddle:ingress:dead";
  static final String OURS = "test";
  static final String READER = "{heddle:ingress}:reader";

  final ActorTestKit kit =
      ActorTestKit.create(
          "stream",
          ConfigFactory.parseResources("io/heddle/cluster/pekko.conf")
              .withFallback(ConfigFactory.load()));
  final RedisProcess redis = new RedisProcess();
  final KeyedRooms rooms = new KeyedRooms();

  @BeforeEach
  void begin() {
    redis.start();
  }

  @AfterEach
  void end() {
    kit.shutdownTestKit();
    redis.close();
  }

  StreamNode node(String name) {
    return node(name, "", _ -> {});
  }

  StreamNode node(String name, String more, Consumer<StreamStep> steps) {
    return new StreamNode(kit, redis.url(), name, rooms, more, steps);
  }

  void addTo(String room, int from, int count) {
    redis.with(
        c -> {
          IntStream.range(from, from + count)
              .forEach(i -> add(c.sync(), "room", room, "data", Integer.toString(i)));
          return c.sync().ping();
        });
  }

  String add(String... fields) {
    return redis.with(c -> add(c.sync(), fields));
  }

  static String add(RedisCommands<byte[], byte[]> redis, String... fields) {
    return redis.xadd(utf8(STREAM), Stream.of(fields).map(StreamCase::utf8).toArray());
  }

  List<List<String>> dead() {
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

  long length(String stream) {
    return redis.with(c -> c.sync().xlen(utf8(stream)));
  }

  void awaitLog(String room, int size) {
    eventually().until(() -> rooms.log(room).size() >= size);
    assertThat(rooms.log(room))
        .isEqualTo(IntStream.range(0, size).mapToObj(Integer::toString).toList());
  }

  void awaitSettled() {
    eventually()
        .until(
            () ->
                length(STREAM) == 0
                    && redis.<Long>with(
                            c -> c.sync().xpending(utf8(STREAM), utf8("heddle")).getCount())
                        == 0);
  }

  static ConditionFactory eventually() {
    return await().ignoreExceptions().atMost(PATIENCE);
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
