package io.heddle.actors.room;

import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.CorrelationId;
import io.heddle.actors.protocol.ErrorCode;
import io.heddle.actors.protocol.Member;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.RoomReply;
import io.heddle.actors.protocol.StartFrom;
import io.heddle.actors.protocol.ToLocalRoom;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Those who want into a room and must wait for it or its log, in the order they came. */
final class Wishes {
  private final List<Wish> waiting = new ArrayList<>(1);

  void add(Wish wish) {
    waiting.add(wish);
  }

  /** A member does not want in any more. */
  void forget(Member member) {
    waiting.removeIf(wish -> wish.member == member);
  }

  /** How many clients want in that are not. */
  int withoutSeat(Members members) {
    int count = 0;
    for (Wish wish : waiting) {
      count += wish.subscribes && !members.contains(wish.member) ? 1 : 0;
    }
    return count;
  }

  /** Takes one out; false where it is not in any more. */
  boolean remove(Wish wish) {
    return waiting.remove(wish);
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** The members, and whom the server joins: their connections know nothing of a wait. */
  List<Member> andOfServer(Members members) {
    List<Member> all = new ArrayList<>(members.snapshot());
    for (Wish wish : waiting) {
      if (!wish.subscribes && !all.contains(wish.member)) {
        all.add(wish.member);
      }
    }
    return all;
  }

  /** Takes all of them out. */
  List<Wish> take() {
    List<Wish> all = List.copyOf(waiting);
    waiting.clear();
    return all;
  }

  /** Takes out those who have waited since {@code time} or longer, in milliseconds since 1970. */
  List<Wish> takeUntil(long time) {
    List<Wish> late = new ArrayList<>();
    Iterator<Wish> each = waiting.iterator();
    while (each.hasNext()) {
      Wish wish = each.next();
      if (wish.since <= time) {
        late.add(wish);
        each.remove();
      }
    }
    return late;
  }

  /**
   * One who wants in.
   *
   * @param subscribes whether a client asked, who is told; else the server joins a connection
   * @param visit the connection's number for it, see {@code ToLocalRooms.Subscribe}
   * @param from with which publication it begins
   * @param state what it says of itself, if anything
   * @param since milliseconds since 1970
   * @param asked how often the room has been asked whether it knows the position
   */
  record Wish(
      Member member,
      Optional<CorrelationId> id,
      boolean subscribes,
      int visit,
      StartFrom from,
      Optional<Payload> state,
      long since,
      int asked) {
    static Wish ofClient(ToLocalRoom.Join join, long now) {
      return new Wish(
          join.member(), join.id(), true, join.visit(), join.from(), join.state(), now, 0);
    }

    static Wish ofServer(ToLocalRoom.Enter enter, long now) {
      return new Wish(
          enter.member(), Optional.empty(), false, 0, enter.from(), Optional.empty(), now, 0);
    }

    Wish askedAgain() {
      return new Wish(member, id, subscribes, visit, from, state, since, asked + 1);
    }

    /** Whether nobody is told, and nothing has to be known of the room. */
    boolean canSleep() {
      return !subscribes && (from instanceof StartFrom.Now || from instanceof StartFrom.Unread);
    }

    /** Tells the connection, which tells its client. */
    void refuse(RoomName room, ErrorCode code) {
      member.notify(new RoomReply.JoinRefused(room, code, visit, id));
    }
  }
}
