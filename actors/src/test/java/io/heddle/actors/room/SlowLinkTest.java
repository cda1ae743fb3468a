package io.heddle.actors.room;

import static io.heddle.actors.testing.World.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.PublishReply;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.Sender;
import io.heddle.actors.protocol.StartFrom;
import io.heddle.actors.protocol.ToLocalRooms;
import io.heddle.actors.testing.SlowLink;
import io.heddle.actors.testing.World;
import java.util.Optional;
import java.util.UUID;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Half a gigabyte was missed, and the link takes one frame at a time. */
class SlowLinkTest {
  private static final RoomName ROOM = new RoomName("chat:42");
  private static final int MISSED = 1_000;
  private static final int SIZE = 500_000;
  private static final int OUTBOX = 1 << 20;

  private final World world =
      World.with(
          "HEDDLE_NAMESPACES_CHAT_HISTORY_SIZE", "2000",
          "HEDDLE_NAMESPACES_CHAT_HISTORY_BYTES", "1GiB");

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void neverMoreThanAnOutboxTakesIsHandedOutAheadOfTheSocket() {
    Payload large = World.payload("\"" + "x".repeat(SIZE) + "\"");
    Optional<Position> head = Optional.empty();
    TestProbe<PublishReply> probe = world.kit.createTestProbe();
    for (int i = 0; i < MISSED; i++) {
      Draft draft = Draft.of("message", large, UUID.randomUUID().toString(), Sender.SERVER);
      world.publish(ROOM, draft, i + 1, false, probe.getRef());
      head = Optional.of(World.receipt(probe.receiveMessage()).position());
    }
    SlowLink link = new SlowLink(OUTBOX);
    Position from = new Position(head.orElseThrow().epoch(), 0);
    world.tell(
        new ToLocalRooms.Subscribe(
            ROOM, link, 1, new StartFrom.After(from), Optional.empty(), Optional.empty()));

    for (int i = 0; i <= MISSED; i++) {
      eventually(() -> assertThat(link.takeOne()).isTrue());
    }
    assertThat(link.offsets()).hasSize(MISSED).isSorted().doesNotHaveDuplicates();
    assertThat(link.most()).isBetween((long) SIZE, OUTBOX / 2 + 1_000L);
    assertThat(world.count(ROOM)).isEqualTo(1);
  }
}
