package io.heddle.actors.room;

import io.heddle.actors.protocol.CloseCode;
import io.heddle.actors.protocol.Member;
import io.heddle.actors.protocol.MemberState;
import io.heddle.actors.protocol.RoomReply;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The members of a room on one node: walked over for every publication, so an array; with an index
 * once there are many, so that a leave is not a search. Most rooms are a user's and have one or
 * two.
 */
final class Members {
  /** Up to this many a walk over the array is as fast as a hash table, and a tenth of its size. */
  private static final int INDEXED_FROM = 16;

  private Member[] members;
  private int size;
  private @Nullable Map<Member, Integer> index;
  private Map<Member, MemberState> states = Map.of();

  Members() {
    members = new Member[1];
  }

  Members(List<Member> initial) {
    this();
    initial.forEach(this::add);
  }

  /** Those who are in, and what some of them have said of themselves. */
  Members(List<Member> initial, Map<Member, MemberState> states) {
    this(initial);
    states.forEach(this::note);
  }

  /** Adds a member; false where it is in already. */
  boolean add(Member member) {
    if (contains(member)) {
      return false;
    }
    if (size == members.length) {
      members = Arrays.copyOf(members, size * 2);
    }
    members[size] = member;
    if (index != null) {
      index.put(member, size);
    }
    size++;
    if (index == null && size > INDEXED_FROM) {
      index = new HashMap<>(size * 2);
      for (int i = 0; i < size; i++) {
        index.put(members[i], i);
      }
    }
    return true;
  }

  /** Takes a member out; false where it is not in. The last one takes its place. */
  @SuppressWarnings("NullAway") // slots from size on hold null, and nobody reads them
  boolean remove(Member member) {
    int at = position(member);
    if (at < 0) {
      return false;
    }
    if (!states.isEmpty()) {
      states.remove(member);
    }
    size--;
    Member last = members[size];
    members[at] = last;
    members[size] = null;
    if (index != null) {
      index.put(last, at);
      index.remove(member);
      if (size <= INDEXED_FROM / 2) {
        index = null;
      }
    }
    if (members.length > 4 && size < members.length / 4) {
      members = Arrays.copyOf(members, members.length / 2);
    }
    return true;
  }

  /** Notes what a member that is in says of itself, in place of what it said before. */
  void note(Member member, MemberState state) {
    if (states.isEmpty()) {
      states = new HashMap<>(2);
    }
    states.put(member, state);
  }

  /** What those who are in have said of themselves; to be read only. */
  Map<Member, MemberState> states() {
    return states;
  }

  boolean contains(Member member) {
    return position(member) >= 0;
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  Member at(int position) {
    return members[position];
  }

  void forEach(Consumer<Member> action) {
    for (int i = 0; i < size; i++) {
      action.accept(members[i]);
    }
  }

  /** Tells the actor of each; gives how many there are. */
  int notifyAll(RoomReply reply) {
    forEach(member -> member.notify(reply));
    return size;
  }

  /** Closes the connection of each; gives how many there are. */
  int close(CloseCode code, String reason) {
    forEach(member -> member.close(code, reason));
    return size;
  }

  /** A copy that later changes do not touch. */
  List<Member> snapshot() {
    return List.of(Arrays.copyOf(members, size));
  }

  private int position(Member member) {
    if (index != null) {
      Integer at = index.get(member);
      return at == null ? -1 : at;
    }
    for (int i = 0; i < size; i++) {
      if (members[i] == member) {
        return i;
      }
    }
    return -1;
  }
}
