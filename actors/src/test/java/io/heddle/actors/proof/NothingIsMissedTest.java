package io.heddle.actors.proof;

import static io.heddle.actors.testing.World.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.proof.UnreliableLog.Place;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.testing.FakeSocket;
import io.heddle.actors.testing.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * Clients that come, go, resume, publish and change rooms at random, over a log that is late and
 * loses answers, and rooms that are killed and lose messages; and whether each client saw what is
 * in the log, from where it began to where it left: nothing else, nothing twice, all in order.
 *
 * <p>{@code -Dheddle.test.seed} repeats a run as far as threads allow; {@code
 * -Dheddle.test.proof=PT2H} makes it longer.
 */
class NothingIsMissedTest {
  private static final long SEED = Long.getLong("heddle.test.seed", System.nanoTime());
  private static final Duration DURATION =
      Duration.parse(System.getProperty("heddle.test.proof", "PT20S"));
  private static final int CLIENTS = 24;
  private static final List<RoomName> ROOMS =
      List.of("chat:1", "chat:2", "chat:3", "project:1", "bench:1", "bench:2").stream()
          .map(RoomName::new)
          .toList();

  private final Random random = new Random(SEED);
  private final List<Client> clients = new ArrayList<>();
  private int numbers;

  @Test
  void whateverHappensAClientSeesItsRoomsWholeAndInOrder() {
    System.out.println("seed " + SEED + ", " + DURATION);
    CompletableFuture<UnreliableLog> made = new CompletableFuture<>();
    try (World world =
        World.over(
            beneath -> {
              UnreliableLog unreliable = new UnreliableLog(beneath, SEED);
              made.complete(unreliable);
              return unreliable;
            },
            "HEDDLE_RATE_LIMIT",
            "off",
            "HEDDLE_ERRORS_MAX",
            "1000000",
            "HEDDLE_ROOMS_PUBLISH_RETRY",
            "200ms",
            "HEDDLE_ROOMS_PUBLISH_TIMEOUT",
            "1s",
            "HEDDLE_ROOMS_LINGER",
            "50ms",
            "HEDDLE_ROOMS_IDLE_AFTER",
            "200ms",
            "HEDDLE_ROOMS_KEYS",
            "1000000",
            "HEDDLE_ROOMS_TAIL",
            "50")) {
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(new Client(world, "user-" + i));
      }
      UnreliableLog log = made.join();
      disturb(world, log);
      comeToRest(world, log);
      everySessionSawItsRooms(log.written());
      everyNumberIsInItsRoomOnce(log.written());
    }
  }

  private void disturb(World world, UnreliableLog log) {
    Random losses = new Random(SEED + 1);
    world.region.drop(
        (_, _) -> {
          synchronized (losses) {
            return losses.nextInt(100) == 0;
          }
        });
    long end = System.nanoTime() + DURATION.toNanos();
    while (System.nanoTime() < end) {
      Client client = clients.get(random.nextInt(CLIENTS));
      RoomName room = ROOMS.get(random.nextInt(ROOMS.size()));
      if (client.socket().isEmpty()) {
        comeBack(client);
      } else {
        act(world, log, client, room);
      }
      LockSupport.parkNanos(random.nextInt(400_000));
    }
    world.region.drop((_, _) -> false);
  }

  private void comeBack(Client client) {
    client.connect();
    ROOMS.stream()
        .filter(_ -> random.nextBoolean())
        .forEach(room -> client.subscribe(room, random.nextInt(10) > 0));
    client.repeatUnanswered();
  }

  private void act(World world, UnreliableLog log, Client client, RoomName room) {
    FakeSocket socket = client.socket().orElseThrow();
    int dice = random.nextInt(1000);
    if (socket.closed().isPresent() || dice < 12) {
      client.drop();
    } else if (dice < 600) {
      client.publish(room, ++numbers);
    } else if (dice < 700) {
      client.subscribe(room, random.nextBoolean());
    } else if (dice < 750) {
      client.unsubscribe(room);
    } else if (dice < 770) {
      socket.slow();
    } else if (dice < 850) {
      socket.drain(random.nextInt(20));
    } else if (dice < 900) {
      socket.quick();
    } else if (dice < 903) {
      world.region.kill(room);
    } else if (dice < 906) {
      writeBesidesTheRoom(log, room);
    }
  }

  /** As another node would that thinks the room is its own: the room is fenced off. */
  private void writeBesidesTheRoom(UnreliableLog log, RoomName room) {
    Draft draft = World.draft(Integer.toString(- ++numbers));
    log.head(room)
        .thenCompose(
            head ->
                log.append(
                    room, head, UUID.randomUUID(), List.of(draft), System.currentTimeMillis()))
        .exceptionally(_ -> null);
  }

  /** All that was begun is ended: everybody is in all rooms, and every number is in its room. */
  private void comeToRest(World world, UnreliableLog log) {
    log.calm();
    for (Client client : clients) {
      if (client.socket().isPresent()) {
        client.drop();
      }
      client.connect();
      ROOMS.forEach(room -> client.subscribe(room, true));
    }
    eventually(
        () -> {
          clients.forEach(client -> client.insist(ROOMS));
          assertThat(clients)
              .as("seed %d", SEED)
              .allSatisfy(client -> assertThat(client.session().stays()).hasSize(ROOMS.size()));
        });
    eventually(
        () -> {
          clients.forEach(Client::repeatUnanswered);
          assertThat(clients).allSatisfy(client -> assertThat(client.unanswered()).isZero());
        });
    Map<RoomName, Position> heads = new HashMap<>();
    ROOMS.forEach(room -> heads.put(room, log.head(room).toCompletableFuture().join()));
    eventually(
        () -> {
          clients.forEach(client -> client.insist(ROOMS));
          assertThat(clients)
              .as("seed %d", SEED)
              .allSatisfy(client -> assertThat(client.session().stays()).isEqualTo(heads));
        });
    System.out.println(
        "published %d, replayed %.0f, fenced off %.0f times"
            .formatted(
                log.written().size(),
                world.counter("heddle.room.replayed"),
                world.counter("heddle.room.refusals", "reason", "fenced")));
  }

  private void everySessionSawItsRooms(Map<Place, Draft> written) {
    for (Client client : clients) {
      for (Session session : client.sessions()) {
        assertThat(session.reached()).as("seed %d", SEED).isNotNull();
        for (Heard each : session.heard()) {
          if (each instanceof Heard.Message(var room, var position, var data)) {
            assertThat(Optional.ofNullable(written.get(new Place(room, position))))
                .as("seed %d: %s at %s", SEED, room, position)
                .map(draft -> draft.data().toString())
                .contains(data);
          }
        }
      }
    }
  }

  private void everyNumberIsInItsRoomOnce(Map<Place, Draft> written) {
    Map<String, Place> places = new HashMap<>();
    written.forEach(
        (place, draft) ->
            assertThat(places.put(draft.data().toString(), place))
                .as("seed %d: %s twice", SEED, draft)
                .isNull());
    for (Client client : clients) {
      for (Session session : client.sessions()) {
        for (Heard each : session.heard()) {
          if (each instanceof Heard.Accepted(var room, var position, var id)) {
            assertThat(places.get(id)).as("seed %d", SEED).isEqualTo(new Place(room, position));
          }
        }
      }
    }
  }
}
