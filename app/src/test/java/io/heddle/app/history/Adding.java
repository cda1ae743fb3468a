package io.heddle.app.history;

import io.heddle.app.wire.TestRedis;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A backend that adds numbers to the stream, each with a key, whether or not a node is there. */
final class Adding {
  static final String ROOM = "chat:streamed";

  private static final String STREAM = "heddle:ingress";

  private final TestRedis redis;
  private int added;

  Adding(TestRedis redis) {
    this.redis = redis;
  }

  /** Adds so many more in a thread of its own. */
  Thread start(int count) {
    return Thread.ofVirtual().start(() -> add(count));
  }

  private void add(int count) {
    for (int i = 0; i < count; i++) {
      added++;
      redis.add(STREAM, Map.of("room", ROOM, "key", "s-" + added, "data", Integer.toString(added)));
    }
  }

  /** How many were added, and not taken from the stream yet. */
  long waiting() {
    return redis.length(STREAM);
  }

  /** How many no room took. */
  long dead() {
    return redis.length(STREAM + ":dead");
  }

  /** All numbers that were added, in their order; once the threads have ended. */
  List<Integer> numbers() {
    return IntStream.rangeClosed(1, added).boxed().toList();
  }
}
