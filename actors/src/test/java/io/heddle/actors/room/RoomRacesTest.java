package io.heddle.actors.room;

import static io.heddle.actors.testing.World.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.testing.FakeSocket;
import io.heddle.actors.testing.World;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoomRacesTest {
  private final World world =
      World.with(
          "HEDDLE_ROOMS_TAIL", "5000",
          "HEDDLE_ROOMS_LINGER", "1ms",
          "HEDDLE_ROOMS_IDLE_AFTER", "5ms");

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void eachOfAThousandWhoJoinAtFullSpeedSeesExactlyWhatIsBehindItsOffset() {
    RoomName room = new RoomName("chat:busy");
    List<FakeSocket> sockets = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      FakeSocket socket = FakeSocket.of("user" + i);
      sockets.add(socket);
      world.subscribe(room, socket);
      if (i % 4 == 0) {
        world.publish(room, "0");
      }
    }
    eventually(() -> assertThat(world.count(room)).isEqualTo(1000));
    world.published(room, "0", true);

    for (FakeSocket socket : sockets) {
      eventually(() -> assertThat(socket.lines()).last().asString().startsWith("chat:busy 251 "));
      List<String> lines = socket.lines();
      long expected = Long.parseLong(lines.getFirst().split(" ", 4)[2]);
      assertThat(lines.getFirst()).startsWith("subscribed ");
      assertThat(lines).hasSize((int) (252 - expected));
      for (String line : lines.subList(1, lines.size())) {
        expected++;
        assertThat(line).isEqualTo("chat:busy " + expected + " 0");
      }
    }
  }

  @Test
  void aRoomWhoseLogFailsAtOnceServesWhenTheLogIsBack() {
    RoomName room = new RoomName("chat:early");
    world.published(room, "1", false);
    world.region.kill(room);
    eventually(() -> assertThat(world.region.awake()).isEmpty());
    world.log.failReads(1);
    world.publish(room, "2");
    eventually(() -> assertThat(world.log.reads()).isPositive());

    assertThat(world.published(room, "3", false).position().offset()).isEqualTo(2);
  }

  /** Rooms fall asleep all the time here, and wake, while people come and go. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whoIsInAtTheEndGetsAndWhoIsOutGetsNot(long seed) {
    Random random = new Random(seed);
    List<RoomName> rooms =
        List.of(new RoomName("user:a"), new RoomName("group:b"), new RoomName("chat:c"));
    for (int round = 0; round < 12; round++) {
      RoomName room = rooms.get(round % rooms.size());
      List<FakeSocket> all = new ArrayList<>();
      Set<FakeSocket> in = new HashSet<>();
      for (int i = 0; i < 6; i++) {
        all.add(FakeSocket.of("user" + i));
      }
      for (int step = 0; step < 40; step++) {
        act(random, room, all.get(random.nextInt(all.size())), in);
      }
      eventually(() -> assertThat(world.count(room)).isEqualTo(in.size()));
      world.published(room, "\"last\"", true);
      for (FakeSocket socket : all) {
        if (in.contains(socket)) {
          eventually(() -> assertThat(socket.lines()).last().asString().endsWith(" \"last\""));
        }
      }
      assertThat(world.count(room)).isEqualTo(in.size());
      assertThat(all)
          .filteredOn(socket -> !in.contains(socket))
          .allMatch(socket -> socket.lines().stream().noneMatch(line -> line.endsWith("\"last\"")));
      in.forEach(socket -> world.exit(room, socket));
    }
  }

  private void act(Random random, RoomName room, FakeSocket socket, Set<FakeSocket> in) {
    switch (random.nextInt(5)) {
      case 0 -> world.publish(room, "1");
      case 1 -> {
        if (random.nextInt(8) == 0) {
          world.region.kill(room);
        }
      }
      case 2 -> {
        world.exit(room, socket);
        in.remove(socket);
      }
      default -> {
        if (in.add(socket)) {
          if (room.serverJoined()) {
            world.enter(room, socket);
          } else {
            world.subscribe(room, socket);
          }
        }
      }
    }
  }
}
