package io.heddle.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.Sender;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EntryLanesTest {
  private static final RoomName CHAT = new RoomName("chat:1");
  private static final RoomName BOARD = new RoomName("project:1");
  private static final int SIZE = 4;

  private final EntryLanes lanes = new EntryLanes();

  @Test
  void oneEntryOfARoomIsUnderWayAtATimeAndRoomsDoNotWaitForEachOther() {
    add(CHAT, "1", "2");
    add(BOARD, "3");

    assertThat(todo()).containsExactly("publish 1", "publish 3");
    assertThat(lanes.busy()).isEqualTo(2);
    lanes.settled(CHAT);
    assertThat(todo()).containsExactly("publish 2");
    lanes.settled(CHAT);
    lanes.settled(BOARD);

    assertThat(todo()).isEmpty();
    assertThat(lanes.size()).isZero();
    assertThat(lanes.bytes()).isZero();
    assertThat(lanes.busy()).isZero();
  }

  @Test
  void ofARoomThatFailedOnlyIdsAreKept() {
    add(CHAT, "1", "2");
    assertThat(lanes.bytes()).isEqualTo(2 * SIZE);
    assertThat(todo()).containsExactly("publish 1");

    assertThat(lanes.failed(CHAT)).isOne();
    add(CHAT, "3");

    assertThat(lanes.bodies()).isZero();
    assertThat(lanes.bytes()).isZero();
    assertThat(lanes.size()).isEqualTo(3);
    assertThat(lanes.heldBack()).isOne();
    assertThat(todo()).as("before the wait is over").isEmpty();
  }

  @Test
  void aRoomThatIsTriedAgainReadsItsEntriesAnewInTheirOrder() {
    add(CHAT, "1", "2");
    todo();
    lanes.failed(CHAT);

    lanes.retry(CHAT);
    assertThat(todo()).containsExactly("load 1");
    assertThat(lanes.awaits(CHAT, "1")).isTrue();
    lanes.loaded(CHAT, loaded("1", 0));
    assertThat(lanes.awaits(CHAT, "1")).isFalse();
    assertThat(lanes.bodies()).isOne();
    lanes.settled(CHAT);

    assertThat(lanes.heldBack()).isZero();
    assertThat(todo()).containsExactly("load 2");
  }

  @Test
  void triesGoOnWhereAnotherReaderStopped() {
    lanes.add(CHAT, loaded("1", 7));
    todo();

    assertThat(lanes.failed(CHAT)).isEqualTo(8);
    assertThat(lanes.failures(CHAT)).isOne();
  }

  @Test
  void afterAnEntryThatIsGivenUpTheNextOneHasItsTurn() {
    add(CHAT, "1", "2");
    todo();
    lanes.failed(CHAT);

    lanes.givenUp(CHAT);

    assertThat(lanes.has("1")).isFalse();
    assertThat(todo()).containsExactly("load 2");
  }

  @Test
  void whatIsForgottenComesBackBehindWhatIsUnderWay() {
    add(CHAT, "1", "2");
    add(BOARD, "3", "4");
    todo();
    lanes.failed(BOARD);
    lanes.retry(BOARD);
    todo();

    lanes.forget();
    assertThat(lanes.size()).isOne();
    assertThat(lanes.has("1")).isTrue();
    assertThat(lanes.busy()).isOne();
    assertThat(lanes.awaits(BOARD, "3")).isFalse();
    add(CHAT, "1", "2");
    add(BOARD, "3");

    assertThat(todo()).containsExactly("publish 3");
    lanes.settled(CHAT);
    assertThat(todo()).containsExactly("publish 2");
  }

  @Test
  void aWaitThatEndsForARoomThatWasForgottenDoesNothing() {
    add(CHAT, "1");
    todo();
    lanes.failed(CHAT);
    lanes.forget();

    lanes.retry(CHAT);

    assertThat(todo()).isEmpty();
    assertThat(lanes.size()).isZero();
  }

  private void add(RoomName room, String... ids) {
    for (String id : ids) {
      lanes.add(room, loaded(id, 0));
    }
  }

  private static EntryLanes.Loaded loaded(String id, int tries) {
    return new EntryLanes.Loaded(
        new StreamEntry(id, List.of(new byte[SIZE]), tries),
        Draft.of("message", Payload.EMPTY_OBJECT, id, Sender.SERVER));
  }

  private List<String> todo() {
    List<String> steps = new ArrayList<>();
    for (Optional<EntryLanes.Step> next = lanes.next(); next.isPresent(); next = lanes.next()) {
      steps.add(
          switch (next.get()) {
            case EntryLanes.Publish(_, var loaded) -> "publish " + loaded.entry().id();
            case EntryLanes.Load(_, var id) -> "load " + id;
          });
    }
    return steps;
  }
}
