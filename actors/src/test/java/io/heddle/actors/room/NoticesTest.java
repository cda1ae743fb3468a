package io.heddle.actors.room;

import static io.heddle.actors.testing.World.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.metrics.RoomMetrics;
import io.heddle.actors.node.NodeDirectory;
import io.heddle.actors.protocol.Notice;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.ToLocalRoom;
import io.heddle.actors.protocol.ToLocalRooms;
import io.heddle.actors.protocol.ToNode;
import io.heddle.actors.protocol.ToNotices;
import io.heddle.actors.protocol.ToRoom;
import io.heddle.actors.testing.World;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NoticesTest {
  private final World world = World.with();
  private final TestProbe<ToLocalRooms> rooms = world.kit.createTestProbe();
  private final TestProbe<ToRoom> room = world.kit.createTestProbe();
  private final TestProbe<ToNode> heard = world.kit.createTestProbe();
  private final ActorRef<ToNode> other = other();
  private final ActorRef<ToNotices> notices =
      world.kit.spawn(
          Notices.create(
              world.node, world.directory(), rooms.getRef(), new RoomMetrics(world.registry)));

  @AfterEach
  void stop() {
    world.kit.stop(notices);
    world.kit.stop(other);
    eventually(() -> assertThat(world.directory().nodes()).containsExactly(world.node));
    world.close();
  }

  /** A node that only tells what it hears. */
  private ActorRef<ToNode> other() {
    ActorRef<ToNode> node =
        world.kit.spawn(
            Behaviors.receiveMessage(
                message -> {
                  heard.getRef().tell(message);
                  return Behaviors.same();
                }),
            "node-" + UUID.randomUUID());
    world.kit.system().receptionist().tell(Receptionist.register(NodeDirectory.KEY, node));
    eventually(() -> assertThat(world.directory().nodes()).contains(node));
    return node;
  }

  private void tell() {
    tell(room.getRef());
  }

  private void tell(ActorRef<ToRoom> of) {
    TestProbe<ToLocalRoom> local = world.kit.createTestProbe();
    Notice notice =
        new Notice(
            new RoomName("chat:42"), of, local.getRef(), Optional.of(new Position("e", 7)), 1);
    notices.tell(new ToNotices.Tell(NodeDirectory.id(other), notice));
  }

  private long reminded() {
    return reminders().getFirst();
  }

  private List<Long> reminders() {
    ToNode.ForNotices message = heard.expectMessageClass(ToNode.ForNotices.class);
    return ((ToNotices.Remind) message.message())
        .reminders().stream().map(ToNotices.Reminder::number).toList();
  }

  @Test
  void aNodeIsRemindedUntilItConfirms() {
    tell();
    long number = reminded();
    assertThat(reminded()).isEqualTo(number);

    notices.tell(new ToNotices.Confirmed(List.of(number)));
    tell(world.kit.<ToRoom>createTestProbe().getRef());

    eventually(() -> assertThat(reminded()).isGreaterThan(number));
    assertThat(reminders()).hasSize(1).doesNotContain(number);
    assertThat(world.counter("heddle.room.notices", "outcome", "repeated")).isPositive();
  }

  @Test
  void whatALocalRoomHasDoneIsConfirmedOnce() {
    notices.tell(new ToNotices.Confirm(other, 5));
    assertThat(confirmed()).containsExactly(5L);

    notices.tell(new ToNotices.Confirm(other, 6));
    assertThat(confirmed()).containsExactly(6L);
  }

  private List<Long> confirmed() {
    ToNode.ForNotices message = heard.expectMessageClass(ToNode.ForNotices.class);
    return ((ToNotices.Confirmed) message.message()).numbers();
  }

  @Test
  void roomsAndLocalRoomsHearThatANodeIsGone() {
    tell();
    reminded();

    world.kit.stop(other);

    room.expectMessage(new ToRoom.NodeGone(NodeDirectory.id(other)));
    assertThat(rooms.expectMessageClass(ToLocalRooms.NodesLeft.class).alive())
        .containsOnlyKeys(NodeDirectory.id(world.node));
  }

  @Test
  void aRoomThatIsAttachedByANodeThatIsGoneAlreadyHearsSoToo() {
    tell();
    reminded();
    world.kit.stop(other);
    room.expectMessage(new ToRoom.NodeGone(NodeDirectory.id(other)));

    tell();

    room.expectMessage(new ToRoom.NodeGone(NodeDirectory.id(other)));
  }
}
