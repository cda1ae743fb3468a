package io.heddle.actors.log;

import static io.heddle.actors.log.LogFixture.drafts;
import static io.heddle.actors.log.LogFixture.join;
import static io.heddle.actors.log.LogFixture.rules;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.log.RoomLog.Slice;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.RoomName;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MemoryRoomLogTest extends RoomLogContract {
  private final LogMetrics metrics = new LogMetrics(new SimpleMeterRegistry());

  @Override
  protected RoomLog open(LogRules rules) {
    return new MemoryRoomLog(rules, metrics, 2, 64 << 20, Clock.systemUTC());
  }

  @Test
  void theRoomThatWasUnusedForLongestIsForgottenFirstAndBeginsANewEpoch() {
    RoomLog log = log(Retention.newest(3));
    Position room = join(log.head(ROOM));
    Position forgotten = join(log.head(OTHER));
    join(log.head(ROOM));
    join(log.head(new RoomName("chat:44")));

    assertThat(join(log.head(ROOM))).isEqualTo(room);
    assertThat(join(log.head(OTHER)).epoch()).isNotEqualTo(forgotten.epoch());
  }

  @Test
  void theRoomThatWasNotWrittenForLongestLosesItsPublicationsWhenBytesRunOut() {
    RoomLog log =
        new MemoryRoomLog(rules(Retention.newest(10)), metrics, 100, 4_000, Clock.systemUTC());
    Position start = join(log.head(ROOM));
    Position otherStart = join(log.head(OTHER));
    append(log, start, drafts(5));
    join(log.append(OTHER, otherStart, UUID.randomUUID(), drafts(5), LogFixture.NOW));

    assertThat(join(log.read(ROOM, start, 10, RoomLog.ANY_BYTES)))
        .as("epoch and head stay")
        .isEqualTo(new Slice(start.plus(5), 6, List.of(), false));
    assertThat(join(log.read(OTHER, otherStart, 10, RoomLog.ANY_BYTES)).publications()).hasSize(5);
  }
}
