package io.heddle.actors.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.log.RoomLog.Append;
import io.heddle.actors.log.RoomLog.Slice;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.Publication;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.testing.World;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What every log keeps its word on; a test of one extends this. */
public abstract class RoomLogContract {
  private static final RoomName ROOM = new RoomName("chat:42");

  /** An empty log that keeps this many publications a room, or more. */
  protected abstract RoomLog log(int tail);

  @Test
  void anEmptyRoomHasAnEpochAndOffsetZeroEachTime() {
    RoomLog log = log(10);
    Position head = join(log.head(ROOM));

    assertThat(head.offset()).isZero();
    assertThat(join(log.head(ROOM))).isEqualTo(head);
    assertThat(join(log.read(ROOM, head, 10))).isEqualTo(new Slice(List.of(), true));
  }

  @Test
  void whatIsAppendedIsReadInOrder() {
    RoomLog log = log(10);
    Position start = join(log.head(ROOM));
    List<Publication> first = append(log, start, 3);
    List<Publication> second = append(log, start.plus(3), 2);

    assertThat(join(log.head(ROOM))).isEqualTo(start.plus(5));
    assertThat(join(log.read(ROOM, start, 10)).publications())
        .containsExactlyElementsOf(concat(first, second));
    assertThat(join(log.read(ROOM, start.plus(3), 10))).isEqualTo(new Slice(second, true));
  }

  @Test
  void noMoreIsReadThanWasAskedFor() {
    RoomLog log = log(10);
    Position start = join(log.head(ROOM));
    List<Publication> all = append(log, start, 5);

    assertThat(join(log.read(ROOM, start.plus(1), 2)))
        .isEqualTo(new Slice(all.subList(1, 3), true));
  }

  @Test
  void aWriterThatDoesNotKnowTheHeadIsFencedOff() {
    RoomLog log = log(10);
    Position start = join(log.head(ROOM));
    append(log, start, 1);

    assertThat(join(log.append(ROOM, start, publications(start, 1)))).isEqualTo(Append.FENCED);
    Position other = new Position("other", 1);
    assertThat(join(log.append(ROOM, other, publications(other, 1)))).isEqualTo(Append.FENCED);
    assertThat(join(log.head(ROOM))).isEqualTo(start.plus(1));
  }

  @Test
  void aPositionOfAnotherEpochOrBehindTheHeadIsNotComplete() {
    RoomLog log = log(10);
    Position start = join(log.head(ROOM));
    append(log, start, 1);

    assertThat(join(log.read(ROOM, new Position("other", 0), 10)).complete()).isFalse();
    assertThat(join(log.read(ROOM, start.plus(2), 10)).complete()).isFalse();
  }

  @Test
  void roomsDoNotShareOffsets() {
    RoomLog log = log(10);
    append(log, join(log.head(ROOM)), 3);

    assertThat(join(log.head(new RoomName("chat:43"))).offset()).isZero();
  }

  protected static List<Publication> append(RoomLog log, Position head, int count) {
    List<Publication> publications = publications(head, count);
    assertThat(join(log.append(ROOM, head, publications))).isEqualTo(Append.APPENDED);
    return publications;
  }

  protected static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  protected static List<Publication> publications(Position head, int count) {
    List<Publication> publications = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      publications.add(new Publication(ROOM, head.plus(i), i, World.draft("1")));
    }
    return publications;
  }

  private static <T> List<T> concat(List<T> first, List<T> second) {
    List<T> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }
}
