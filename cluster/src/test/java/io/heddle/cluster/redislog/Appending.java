package io.heddle.cluster.redislog;

import static io.heddle.actors.log.LogFixture.NOW;
import static io.heddle.actors.log.LogFixture.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heddle.actors.log.RoomLog;
import io.heddle.actors.log.RoomLog.Append;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.Publication;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.testing.World;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Appends numbers to rooms in a thread of its own, as rooms do: an append is repeated with its
 * batch until it is decided, and a writer that is fenced off begins anew from the log's head. Notes
 * where it was told that each number stands.
 */
final class Appending implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final int ROOMS = 12;

  private final RoomLog log;
  private final List<RoomName> rooms =
      IntStream.range(0, ROOMS).mapToObj(i -> new RoomName("chat:" + i)).toList();
  private final Map<RoomName, Position> heads = new HashMap<>();
  private final Map<RoomName, Map<Long, String>> told = new HashMap<>();
  private final AtomicInteger acknowledged = new AtomicInteger();
  private final Thread thread = Thread.ofVirtual().unstarted(this::run);
  private volatile boolean closing;

  Appending(RoomLog log) {
    this.log = log;
  }

  Appending start() {
    thread.start();
    return this;
  }

  /** Waits until so many more were acknowledged. */
  void awaitMore(int count) {
    int before = acknowledged.get();
    await().atMost(PATIENCE).until(() -> acknowledged.get() >= before + count);
  }

  private void run() {
    for (int number = 0; !closing; number++) {
      RoomName room = rooms.get(number % ROOMS);
      Position head = heads.computeIfAbsent(room, this::head);
      Draft draft = World.draft(Integer.toString(number));
      UUID batch = UUID.randomUUID();
      switch (decided(() -> log.append(room, head, batch, List.of(draft), NOW))) {
        case Append.Done(var stamps) -> {
          Position at = stamps.getFirst().position();
          heads.put(room, at);
          told.computeIfAbsent(room, _ -> new TreeMap<>())
              .put(at.offset(), draft.data().toString());
          acknowledged.incrementAndGet();
        }
        case Append.Fenced _ -> heads.remove(room);
      }
    }
  }

  private Position head(RoomName room) {
    return decided(() -> log.head(room));
  }

  private static <T> T decided(Supplier<CompletionStage<T>> operation) {
    return await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .pollDelay(Duration.ZERO)
        .ignoreException(CompletionException.class)
        .until(() -> join(operation.get()), _ -> true);
  }

  /** Ends, and looks for all that was acknowledged. */
  void checkThatNothingIsLost() {
    close();
    assertThat(told).hasSize(ROOMS);
    for (RoomName room : rooms) {
      Position start = new Position(head(room).epoch(), 0);
      List<Publication> kept =
          decided(() -> log.read(room, start, Integer.MAX_VALUE, RoomLog.ANY_BYTES)).publications();
      Map<Long, String> numbers = new TreeMap<>();
      kept.forEach(one -> numbers.put(one.position().offset(), one.draft().data().toString()));

      assertThat(numbers).as("%s", room).containsAllEntriesOf(told.get(room));
      assertThat(numbers.values()).as("%s", room).doesNotHaveDuplicates();
      assertThat(numbers.keySet()).as("%s", room).hasSize(kept.size());
    }
  }

  @Override
  public void close() {
    closing = true;
    await().atMost(PATIENCE).until(() -> !thread.isAlive());
  }
}
