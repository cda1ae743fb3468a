package io.heddle.actors.room;

import io.heddle.actors.log.Cursor;
import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.ErrorCode;
import io.heddle.actors.protocol.Event;
import io.heddle.actors.protocol.Event.Recovery;
import io.heddle.actors.protocol.Member;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.Publication;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.RoomReply;
import io.heddle.actors.protocol.StartFrom;
import io.heddle.actors.room.Wishes.Wish;
import java.util.List;
import java.util.Optional;

/**
 * Lets members in: sees to the room's capacity, and to where each begins. Who wants what is not at
 * hand waits among the wishes until the log has told, so that {@code subscribed} can say whether it
 * has been recovered; and who finds no seat, until the room has granted one or said that there is
 * none. Part of the local room's actor.
 */
final class Admission {
  private static final Optional<Recovery> RECOVERED = Optional.of(new Recovery(true));
  private static final Optional<Recovery> NOT_RECOVERED = Optional.of(new Recovery(false));

  /** An answer that is on its way may be older than the position; two are not. */
  private static final int ASKED = 2;

  /** The log could not be read. */
  static final Recovery UNREAD = new Recovery(false, 0, true);

  private final RoomName name;
  private final RoomEnvironment environment;
  private final Members members;
  private final Wishes wishes;
  private final Continuity continuity;
  private final Past past;
  private final CatchUp catchUp;
  private final SeatClaims seats;
  private final Doors doors;

  Admission(
      RoomName name,
      RoomEnvironment environment,
      Members members,
      Wishes wishes,
      Continuity continuity,
      Past past,
      CatchUp catchUp,
      SeatClaims seats,
      Doors doors) {
    this.name = name;
    this.environment = environment;
    this.members = members;
    this.wishes = wishes;
    this.continuity = continuity;
    this.past = past;
    this.catchUp = catchUp;
    this.seats = seats;
    this.doors = doors;
  }

  /** What the local room knows and does. */
  interface Doors {
    /** How many members the other nodes have. */
    int others();

    /** Where the node is; empty where it is not attached. */
    Optional<Position> here();

    /** Takes a member in, if it is not in yet, with what it says of itself. */
    void open(Member member, Optional<Payload> state);
  }

  /**
   * Whether somebody has come further than this node, as one who was on another node may have: the
   * room knows whether there is such a position.
   */
  boolean isAhead(Wish wish) {
    Optional<Position> from =
        switch (wish.from()) {
          case StartFrom.After(var position) -> Optional.of(position);
          case StartFrom.Missed(var after, _, _) -> after;
          case StartFrom.Now _, StartFrom.Unread _, StartFrom.Newest _ -> Optional.empty();
        };
    return wish.asked() < ASKED && from.filter(continuity::isBehind).isPresent();
  }

  /** Lets in who waits; true where the room is to be asked once more about somebody's position. */
  boolean admitWaiting() {
    boolean again = false;
    for (Wish wish : wishes.take()) {
      if (isAhead(wish)) {
        wishes.add(wish.askedAgain());
        again = true;
      } else {
        admit(wish);
      }
    }
    return again;
  }

  /** Whether somebody begins with what comes next. */
  static boolean isNext(StartFrom from) {
    return switch (from) {
      case StartFrom.Now _, StartFrom.Unread _ -> true;
      case StartFrom.Missed(_, _, boolean nothing) -> nothing;
      case StartFrom.After _, StartFrom.Newest _ -> false;
    };
  }

  /** What a room that sleeps tells one who begins with what comes next. */
  static Event.JoinedRoom asleep(RoomName room, StartFrom from) {
    return switch (from) {
      case StartFrom.Missed(var after, boolean known, _) when known ->
          new Event.JoinedRoom(room, after.filter(it -> !it.equals(Cursor.BEFORE_ALL)), RECOVERED);
      case StartFrom.Unread _ -> new Event.JoinedRoom(room, Optional.empty(), Optional.of(UNREAD));
      default -> new Event.JoinedRoom(room, Optional.empty());
    };
  }

  /** Lets in who wants in; attached, but for those who begin with what comes next. */
  void admit(Wish wish) {
    switch (wish.from()) {
      case StartFrom.Now _ -> enter(wish, Optional.empty());
      case StartFrom.Unread _ -> enter(wish, Optional.of(UNREAD));
      case StartFrom.After(var position) -> resume(wish, position);
      case StartFrom.Missed(var after, _, _) -> look(wish, cursor(after));
      case StartFrom.Newest(int count) -> {
        Position last = continuity.last();
        long offset = Math.max(0, last.offset() - count);
        look(wish, new Position(last.epoch(), offset));
      }
    }
  }

  /**
   * Those who have waited since {@code time}, in milliseconds since 1970, have waited long enough.
   */
  void giveUp(long time) {
    for (Wish wish : wishes.takeUntil(time)) {
      if (wish.subscribes()) {
        environment.metrics().roomUnreachable();
      }
      giveUp(wish);
    }
  }

  /** The room or its log cannot be reached; whom the server joins is in, and hears what comes. */
  private void giveUp(Wish wish) {
    if (wish.subscribes()) {
      wish.refuse(name, ErrorCode.UNAVAILABLE);
    } else {
      enter(wish, recovery(wish, Optional.of(UNREAD)));
    }
  }

  /** Where nothing is proven, all that is kept has been missed. */
  private Position cursor(Optional<Position> after) {
    return after
        .filter(continuity::leadsOnFrom)
        .orElseGet(() -> new Position(continuity.last().epoch(), 0));
  }

  private void resume(Wish wish, Position from) {
    if (continuity.leadsOnFrom(from)) {
      look(wish, from);
    } else {
      enter(wish, NOT_RECOVERED);
    }
  }

  private void look(Wish wish, Position from) {
    if (from.equals(continuity.last())) {
      enter(wish, recovery(wish, whole(wish)));
      return;
    }
    Optional<Page> page = past.find(from);
    if (page.isPresent()) {
      begin(wish, from, page.get());
    } else {
      wishes.add(wish);
      past.read(
          from,
          read -> {
            if (wishes.remove(wish)) {
              begin(wish, from, read);
            }
          });
    }
  }

  /** The room may have got another epoch while its log was read. */
  private void begin(Wish wish, Position from, Page page) {
    if (!continuity.leadsOnFrom(from)) {
      enter(wish, recovery(wish, NOT_RECOVERED));
      return;
    }
    switch (page.state()) {
      case WHOLE -> enterBehind(wish, recovery(wish, whole(wish)), from, page);
      case TRIMMED -> trimmed(wish, from, page.publications());
      case UNREAD -> giveUp(wish);
    }
  }

  /** Nothing is missing behind a position; from a cursor, if that is one of the room's. */
  private Optional<Recovery> whole(Wish wish) {
    boolean lost =
        wish.from() instanceof StartFrom.Missed(var after, _, _)
            && after
                .filter(cursor -> !cursor.equals(Cursor.BEFORE_ALL))
                .filter(cursor -> !continuity.leadsOnFrom(cursor))
                .isPresent();
    return lost ? NOT_RECOVERED : RECOVERED;
  }

  /**
   * The newest are as many as there are, and a cursor gives what is left; who resumes must load
   * anew.
   */
  private void trimmed(Wish wish, Position from, List<Publication> kept) {
    if (wish.from() instanceof StartFrom.After) {
      enter(wish, recovery(wish, NOT_RECOVERED));
      return;
    }
    Position before = continuity.last();
    if (!kept.isEmpty()) {
      Position first = kept.getFirst().position();
      before = new Position(first.epoch(), first.offset() - 1);
    }
    Recovery left = new Recovery(false, before.offset() - from.offset(), false);
    Optional<Recovery> recovery = recovery(wish, Optional.of(left));
    if (kept.isEmpty()) {
      enter(wish, recovery);
    } else {
      enterBehind(wish, recovery, before, new Page(kept, Page.State.WHOLE));
    }
  }

  private void enterBehind(Wish wish, Optional<Recovery> recovery, Position from, Page page) {
    if (enter(wish, recovery)) {
      catchUp.begin(wish.member(), from, page);
    }
  }

  /** Only who wanted to resume is told what became of it. */
  private static Optional<Recovery> recovery(Wish wish, Optional<Recovery> outcome) {
    return switch (wish.from()) {
      case StartFrom.After _ -> outcome;
      case StartFrom.Missed(_, boolean known, _)
          when known || outcome.filter(Recovery::unread).isPresent() ->
          outcome;
      default -> Optional.empty();
    };
  }

  private boolean enter(Wish wish, Optional<Recovery> recovery) {
    Member member = wish.member();
    boolean in = members.contains(member);
    if (wish.subscribes() && !in && !hasSeat(wish)) {
      return false;
    }
    if (!in || wish.state().isPresent()) {
      doors.open(member, wish.state());
    }
    recovery.ifPresent(outcome -> recovered(member, outcome));
    if (wish.subscribes()) {
      int count = members.size() + doors.others();
      Event event = new Event.Subscribed(name, continuity.last(), count, recovery, wish.id());
      member.offer(member.encoder().encode(event));
      member.notify(new RoomReply.Joined(name, wish.visit()));
    } else {
      Event.JoinedRoom joined = new Event.JoinedRoom(name, doors.here(), recovery);
      member.notify(new RoomReply.Entered(List.of(joined)));
    }
    return true;
  }

  /** False where there is none, and the wish is refused, or waits for one. */
  private boolean hasSeat(Wish wish) {
    return switch (seats.next()) {
      case FREE -> true;
      case AWAITED -> {
        wishes.add(wish);
        seats.claim();
        yield false;
      }
      case NONE -> {
        environment.metrics().roomFull();
        wish.refuse(name, ErrorCode.ROOM_FULL);
        yield false;
      }
    };
  }

  /** Who loads anew must not be sent what it has loaded. */
  private void recovered(Member member, Recovery outcome) {
    environment.metrics().resumed(outcome.recovered());
    if (!outcome.recovered()) {
      catchUp.end(member);
    }
  }
}
