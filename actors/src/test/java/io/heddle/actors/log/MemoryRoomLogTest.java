package io.heddle.actors.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.Publication;
import io.heddle.actors.protocol.RoomName;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryRoomLogTest extends RoomLogContract {
  private static final RoomName ROOM = new RoomName("chat:42");

  @Override
  protected RoomLog log(int tail) {
    return new MemoryRoomLog(tail, 2, 64 << 20);
  }

  @Test
  void whatIsOlderThanTheTailIsNotComplete() {
    RoomLog log = log(3);
    Position start = join(log.head(ROOM));
    List<Publication> all = append(log, start, 5);

    assertThat(join(log.read(ROOM, start.plus(2), 10)))
        .isEqualTo(new RoomLog.Slice(all.subList(2, 5), true));
    assertThat(join(log.read(ROOM, start.plus(1), 10)).complete()).isFalse();
  }

  @Test
  void theRoomThatWasUnusedForLongestIsForgottenFirstAndBeginsANewEpoch() {
    RoomLog log = log(3);
    RoomName other = new RoomName("chat:43");
    Position room = join(log.head(ROOM));
    Position forgotten = join(log.head(other));
    join(log.head(ROOM));
    join(log.head(new RoomName("chat:44")));

    assertThat(join(log.head(ROOM))).isEqualTo(room);
    assertThat(join(log.head(other)).epoch()).isNotEqualTo(forgotten.epoch());
  }

  @Test
  void theRoomThatWasNotWrittenForLongestLosesItsPublicationsWhenBytesRunOut() {
    RoomLog log = new MemoryRoomLog(10, 100, 4_000);
    RoomName other = new RoomName("chat:43");
    Position start = join(log.head(ROOM));
    Position otherStart = join(log.head(other));
    append(log, start, 5);
    join(log.append(other, otherStart, publications(otherStart, 5)));

    assertThat(join(log.read(ROOM, start, 10))).isEqualTo(new RoomLog.Slice(List.of(), false));
    assertThat(join(log.head(ROOM))).as("epoch and head stay").isEqualTo(start.plus(5));
    assertThat(join(log.read(other, otherStart, 10)).publications()).hasSize(5);
  }
}
