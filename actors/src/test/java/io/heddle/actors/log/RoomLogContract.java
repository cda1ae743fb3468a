package io.heddle.actors.log;

import static io.heddle.actors.log.LogFixture.NOW;
import static io.heddle.actors.log.LogFixture.drafts;
import static io.heddle.actors.log.LogFixture.join;
import static io.heddle.actors.log.LogFixture.keyed;
import static io.heddle.actors.log.LogFixture.rules;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.actors.log.RoomLog.Append;
import io.heddle.actors.log.RoomLog.Slice;
import io.heddle.actors.protocol.ClientId;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.Publication;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.Sender;
import io.heddle.actors.protocol.Stamp;
import io.heddle.actors.testing.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every log keeps its word on; a test of one extends this. */
public abstract class RoomLogContract {
  protected static final RoomName ROOM = new RoomName("chat:{42} \uD83D\uDE00");
  protected static final RoomName OTHER = new RoomName("chat:43");
  private static final long ANY = RoomLog.ANY_BYTES;

  private final List<RoomLog> opened = new ArrayList<>();

  /** A log that is empty. */
  protected abstract RoomLog open(LogRules rules);

  /** A log that is empty and is closed after the test. */
  protected RoomLog log(Retention retention) {
    RoomLog log = open(rules(retention));
    opened.add(log);
    return log;
  }

  private RoomLog log() {
    return log(new Retention(100, LogFixture.HOUR, 1 << 20));
  }

  @AfterEach
  void closeLogs() {
    opened.forEach(RoomLog::close);
  }

  @Test
  void anEmptyRoomHasAnEpochAndOffsetZeroEachTime() {
    RoomLog log = log();
    Position head = join(log.head(ROOM));

    assertThat(head.offset()).isZero();
    assertThat(join(log.head(ROOM))).isEqualTo(head);
    assertThat(join(log.head(OTHER)).epoch()).isNotEqualTo(head.epoch());
    assertThat(join(log.read(ROOM, head, 10, ANY))).isEqualTo(new Slice(head, 1, List.of(), true));
    assertThat(join(log.readBack(ROOM, head.plus(1), 10, ANY)))
        .isEqualTo(new Slice(head, 1, List.of(), true));
  }

  @Test
  void whatIsAppendedIsReadInOrderAndAsItWas() {
    RoomLog log = log();
    Position start = join(log.head(ROOM));
    List<Draft> drafts = List.of(LogFixture.full("a"), World.draft("2"), LogFixture.full("b"));
    List<Publication> first = append(log, start, drafts);
    List<Publication> second = append(log, start.plus(3), drafts(2));
    List<Publication> all = new ArrayList<>(first);
    all.addAll(second);

    assertThat(join(log.head(ROOM))).isEqualTo(start.plus(5));
    assertThat(join(log.read(ROOM, start, 10, ANY)))
        .isEqualTo(new Slice(start.plus(5), 1, all, true));
    assertThat(join(log.read(ROOM, start.plus(3), 10, ANY)).publications()).isEqualTo(second);
    assertThat(join(log.readBack(ROOM, start.plus(6), 10, ANY)))
        .isEqualTo(new Slice(start.plus(5), 1, all.reversed(), true));
    assertThat(join(log.readBack(ROOM, start.plus(4), 2, ANY)).publications())
        .isEqualTo(all.subList(1, 3).reversed());
  }

  @Test
  void aPageEndsAtItsLimitAndAtItsBytes() {
    RoomLog log = log();
    Position start = join(log.head(ROOM));
    List<Publication> all = append(log, start, drafts(9));

    assertThat(join(log.read(ROOM, start.plus(1), 2, ANY)).publications())
        .isEqualTo(all.subList(1, 3));
    assertThat(join(log.read(ROOM, start, 9, 4)).publications()).isEqualTo(all.subList(0, 4));
    assertThat(join(log.read(ROOM, start, 9, 0)).publications()).isEqualTo(all.subList(0, 1));
    assertThat(join(log.readBack(ROOM, start.plus(99), 9, 2)).publications())
        .isEqualTo(all.subList(7, 9).reversed());
  }

  @Test
  void pagesOneAfterTheOtherGiveAll() {
    RoomLog log = log();
    Position start = join(log.head(ROOM));
    List<Publication> all = append(log, start, drafts(50));
    List<Publication> read = new ArrayList<>();
    Position at = start;
    for (Slice page = join(log.read(ROOM, at, 7, 5));
        !page.publications().isEmpty();
        page = join(log.read(ROOM, at, 7, 5))) {
      assertThat(page.complete()).isTrue();
      read.addAll(page.publications());
      at = read.getLast().position();
    }

    assertThat(read).isEqualTo(all);
  }

  @Test
  void aWriterThatDoesNotKnowTheHeadIsFencedOff() {
    RoomLog log = log();
    Position start = join(log.head(ROOM));
    append(log, start, drafts(1));
    Append.Fenced fenced = new Append.Fenced(start.plus(1));

    assertThat(tryAppend(log, start, drafts(1))).isEqualTo(fenced);
    assertThat(tryAppend(log, start.plus(2), drafts(1))).isEqualTo(fenced);
    assertThat(tryAppend(log, new Position("other", 1), drafts(1))).isEqualTo(fenced);
    assertThat(join(log.head(ROOM))).isEqualTo(start.plus(1));
  }

  @Test
  void anAppendThatIsRepeatedGetsItsFirstResultAndIsAppliedOnce() {
    RoomLog log = log();
    Position start = join(log.head(ROOM));
    UUID batch = UUID.randomUUID();
    List<Draft> drafts =
        List.of(keyed("k", Sender.SERVER), World.draft("2"), keyed("k", Sender.SERVER));
    Append first = join(log.append(ROOM, start, batch, drafts, NOW));
    Append again = join(log.append(ROOM, start, batch, drafts, NOW));

    assertThat(first)
        .isEqualTo(
            new Append.Done(
                List.of(
                    new Stamp(start.plus(1), false),
                    new Stamp(start.plus(2), false),
                    new Stamp(start.plus(1), true))));
    assertThat(again).isEqualTo(first);
    assertThat(join(log.head(ROOM))).isEqualTo(start.plus(2));
  }

  @Test
  void aKeyGetsItsFirstAnswerUntilItsWindowIsOver() {
    RoomLog log = log();
    Position start = join(log.head(ROOM));
    Stamp first = stamp(log, keyed("k", Sender.SERVER), NOW);

    assertThat(first.position()).isEqualTo(start.plus(1));
    assertThat(stamp(log, keyed("k", Sender.SERVER), NOW + 60_000))
        .isEqualTo(new Stamp(start.plus(1), true));
    assertThat(join(log.head(ROOM))).isEqualTo(start.plus(1));
    assertThat(stamp(log, keyed("k", Sender.SERVER), NOW + 60_001))
        .isEqualTo(new Stamp(start.plus(2), false));
  }

  @Test
  void theOldestKeyGoesWhereThereAreTooMany() {
    RoomLog log = log();
    for (int i = 0; i < 4; i++) {
      stamp(log, keyed("k" + i, Sender.SERVER), NOW + i);
    }

    assertThat(stamp(log, keyed("k1", Sender.SERVER), NOW + 5).duplicate()).isTrue();
    assertThat(stamp(log, keyed("k0", Sender.SERVER), NOW + 5).duplicate()).isFalse();
  }

  @Test
  void aKeyCountsWithinRoomSourceAndUserOnly() {
    RoomLog log = log();
    ClientId client = ClientId.random();
    Sender alicesPhone = new Sender(Optional.of("alice"), Optional.of(client));
    Sender alicesDesk = new Sender(Optional.of("alice"), Optional.of(ClientId.random()));
    Stamp first = stamp(log, keyed("k", alicesPhone), NOW);

    assertThat(stamp(log, keyed("k", alicesDesk), NOW))
        .isEqualTo(new Stamp(first.position(), true));
    assertThat(stamp(log, keyed("k", Sender.user("alice")), NOW).duplicate()).isFalse();
    assertThat(stamp(log, keyed("k", Sender.SERVER), NOW).duplicate()).isFalse();
    assertThat(
            stamp(log, keyed("k", new Sender(Optional.empty(), Optional.of(client))), NOW)
                .duplicate())
        .isFalse();
    Append other =
        join(
            log.append(
                OTHER,
                join(log.head(OTHER)),
                UUID.randomUUID(),
                List.of(keyed("k", alicesPhone)),
                NOW));
    assertThat(((Append.Done) other).stamps().getFirst().duplicate()).isFalse();
  }

  @Test
  void aPositionOfAnotherEpochOrBehindTheHeadIsNotComplete() {
    RoomLog log = log();
    Position start = join(log.head(ROOM));
    append(log, start, drafts(1));
    Slice nothing = new Slice(start.plus(1), 1, List.of(), false);

    assertThat(join(log.read(ROOM, new Position("other", 0), 10, ANY))).isEqualTo(nothing);
    assertThat(join(log.read(ROOM, start.plus(2), 10, ANY))).isEqualTo(nothing);
    assertThat(join(log.readBack(ROOM, new Position("other", 2), 10, ANY))).isEqualTo(nothing);
  }

  @Test
  void noMoreIsKeptThanTheSizeAllows() {
    RoomLog log = log(new Retention(3, LogFixture.HOUR, 1 << 20));
    Position start = join(log.head(ROOM));
    List<Publication> all = append(log, start, drafts(5));

    assertThat(join(log.read(ROOM, start.plus(2), 10, ANY)))
        .isEqualTo(new Slice(start.plus(5), 3, all.subList(2, 5), true));
    assertThat(join(log.read(ROOM, start.plus(1), 10, ANY)))
        .isEqualTo(new Slice(start.plus(5), 3, all.subList(2, 5), false));
    assertThat(join(log.readBack(ROOM, start.plus(6), 10, ANY)).publications()).hasSize(3);
  }

  @Test
  void noMoreIsKeptThanTheBytesAllow() {
    RoomLog log = log(new Retention(100, LogFixture.HOUR, 4));
    Position start = join(log.head(ROOM));
    append(log, start, drafts(9));

    Slice slice = join(log.read(ROOM, start, 100, ANY));
    assertThat(slice.complete()).isFalse();
    assertThat(slice.publications()).hasSize(4);
  }

  @Test
  void whatIsTooOldIsNotReadEvenWhereNothingIsPublishedAnyMore() {
    RoomLog log = log(new Retention(100, Duration.ofHours(1), 1 << 20));
    Position start = join(log.head(ROOM));
    long old = NOW - Duration.ofHours(2).toMillis();
    var _ = join(log.append(ROOM, start, UUID.randomUUID(), drafts(3), old));

    assertThat(join(log.read(ROOM, start, 10, ANY)))
        .isEqualTo(new Slice(start.plus(3), 4, List.of(), false));
    append(log, start.plus(3), drafts(1));
    assertThat(join(log.readBack(ROOM, start.plus(5), 10, ANY)).publications()).hasSize(1);
  }

  @Test
  void aPositionThatTheLogHasLostStartsANewEpochAndOffsetsGoOn() {
    RoomLog log = log();
    Position start = join(log.head(ROOM));
    append(log, start, drafts(2));

    assertThat(join(log.renew(ROOM, start.plus(2)))).as("not lost").isEqualTo(start.plus(2));
    Position renewed = join(log.renew(ROOM, start.plus(7)));
    assertThat(renewed.epoch()).isNotEqualTo(start.epoch());
    assertThat(renewed.offset()).isEqualTo(2);
    assertThat(join(log.renew(ROOM, start.plus(7)))).as("repeated").isEqualTo(renewed);
    assertThat(tryAppend(log, start.plus(2), drafts(1))).isEqualTo(new Append.Fenced(renewed));
    append(log, renewed, drafts(1));
    assertThat(join(log.readBack(ROOM, renewed.plus(2), 10, ANY)).publications())
        .extracting(Publication::position)
        .containsExactly(renewed.plus(1), renewed, new Position(renewed.epoch(), 1));
  }

  @Test
  void cursorsMoveForwardOnly() {
    RoomLog log = log();
    Position at = join(log.head(ROOM)).plus(5);
    Cursor phone = new Cursor(ROOM, "alice", Optional.of("phone"), at);
    Cursor plain = new Cursor(ROOM, "alice", Optional.empty(), at.plus(1));
    join(log.move(List.of(phone, plain)));
    join(log.move(List.of(new Cursor(ROOM, "alice", Optional.of("phone"), at.plus(-1)))));

    assertThat(join(log.cursors(ROOM, "alice"))).containsExactlyInAnyOrder(phone, plain);
    assertThat(join(log.cursors(ROOM, "bob"))).isEmpty();
    assertThat(join(log.cursors(OTHER, "alice"))).isEmpty();
    Cursor next = new Cursor(ROOM, "alice", Optional.of("phone"), new Position("new", 1));
    join(log.move(List.of(next)));
    assertThat(join(log.cursors(ROOM, "alice"))).containsExactlyInAnyOrder(next, plain);
  }

  @Test
  void whoHasNothingStoredIsKnownToHaveNothing() {
    RoomLog log = log();
    assertThat(join(log.mayHold(ROOM, "alice"))).isFalse();
    assertThat(join(log.mayHold(OTHER, "alice"))).isFalse();
    append(log, join(log.head(ROOM)), drafts(1));
    join(log.move(List.of(new Cursor(OTHER, "alice", Optional.empty(), Cursor.BEFORE_ALL))));

    assertThat(join(log.mayHold(ROOM, "alice"))).isTrue();
    assertThat(join(log.mayHold(OTHER, "alice"))).isTrue();
    assertThat(join(log.cursors(OTHER, "alice")))
        .extracting(Cursor::position)
        .containsExactly(Cursor.BEFORE_ALL);
  }

  @Test
  void theCursorThatWasNotMovedForLongestGoesWhereThereAreTooMany() {
    RoomLog log = log();
    Position at = join(log.head(ROOM));
    for (String device : List.of("a", "b", "c")) {
      join(log.move(List.of(new Cursor(ROOM, "alice", Optional.of(device), at))));
    }

    assertThat(join(log.cursors(ROOM, "alice")))
        .extracting(cursor -> cursor.device().orElseThrow())
        .containsExactlyInAnyOrder("b", "c");
  }

  /** What the publications are that an append of these is read as. */
  protected static List<Publication> append(RoomLog log, Position head, List<Draft> drafts) {
    assertThat(tryAppend(log, head, drafts)).isInstanceOf(Append.Done.class);
    List<Publication> publications = new ArrayList<>();
    for (Draft draft : drafts) {
      Position position = head.plus(publications.size() + 1L);
      publications.add(new Publication(ROOM, position, NOW, draft));
    }
    return publications;
  }

  private static Append tryAppend(RoomLog log, Position head, List<Draft> drafts) {
    return join(log.append(ROOM, head, UUID.randomUUID(), drafts, NOW));
  }

  private static Stamp stamp(RoomLog log, Draft draft, long now) {
    Position head = join(log.head(ROOM));
    Append append = join(log.append(ROOM, head, UUID.randomUUID(), List.of(draft), now));
    return ((Append.Done) append).stamps().getFirst();
  }
}
