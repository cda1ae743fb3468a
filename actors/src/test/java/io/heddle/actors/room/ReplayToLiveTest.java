package io.heddle.actors.room;

import static io.heddle.actors.testing.World.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.StartFrom;
import io.heddle.actors.testing.FakeSocket;
import io.heddle.actors.testing.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The moment between replay and live, while somebody publishes without rest. */
class ReplayToLiveTest {
  private static final RoomName ROOM = new RoomName("chat:42");
  private static final int CLIENTS = 1_000;
  private static final int BEFORE = 300;

  /** The publisher waits for the room after so many, and the clients for the publisher. */
  private static final int BURST = 20;

  private static final int DURING = 3_000;

  private final World world =
      World.with("HEDDLE_ROOMS_TAIL", "32", "HEDDLE_NAMESPACES_CHAT_HISTORY_SIZE", "1000000");

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void aThousandWhoResumeAtFullSpeedSeeEachOffsetOnceAndInOrder() throws InterruptedException {
    Optional<Position> head = Optional.empty();
    for (int i = 1; i <= BEFORE; i++) {
      head = Optional.of(world.published(ROOM, Integer.toString(i), false).position());
    }
    String epoch = head.orElseThrow().epoch();
    AtomicBoolean allIn = new AtomicBoolean();
    Thread publisher =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int i = 1; i <= DURING || !allIn.get(); i++) {
                    if (i % BURST == 0) {
                      world.published(ROOM, Integer.toString(i), false);
                    } else {
                      world.publish(ROOM, Integer.toString(i));
                    }
                  }
                });
    Random random = new Random(42);
    List<FakeSocket> clients = new ArrayList<>();
    List<Long> missedFrom = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      FakeSocket client = FakeSocket.of("user" + i);
      long after = random.nextLong(BEFORE + 1);
      clients.add(client);
      missedFrom.add(after + 1);
      world.subscribe(ROOM, client, new StartFrom.After(new Position(epoch, after)));
      if (i % 3 == 0) {
        client.slow();
      }
      if (i % BURST == 0) {
        int before = world.log.appends().size();
        eventually(() -> assertThat(world.log.appends()).hasSizeGreaterThan(before));
      }
    }
    eventually(() -> assertThat(clients).allMatch(client -> !client.replies().isEmpty()));
    allIn.set(true);
    publisher.join();
    clients.forEach(FakeSocket::quick);
    long last = world.published(ROOM, "0", false).position().offset();

    assertThat(clients.stream().map(client -> offset(client.lines().getFirst())).distinct())
        .as("heads at which somebody came in")
        .hasSizeGreaterThan(20);
    for (int i = 0; i < CLIENTS; i++) {
      FakeSocket client = clients.get(i);
      long[] all = LongStream.rangeClosed(missedFrom.get(i), last).toArray();
      eventually(() -> assertThat(client.lines()).hasSize(all.length + 1));
      assertThat(client.lines().getFirst()).endsWith(" recovered");
      assertThat(client.lines("chat:42").stream().mapToLong(ReplayToLiveTest::offset).toArray())
          .isEqualTo(all);
    }
  }

  private static long offset(String line) {
    return Long.parseLong(line.split(" ", 4)[line.startsWith("subscribed") ? 2 : 1]);
  }
}
