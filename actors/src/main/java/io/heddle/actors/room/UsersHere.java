package io.heddle.actors.room;

import io.heddle.actors.protocol.Attendee;
import io.heddle.actors.protocol.Member;
import io.heddle.actors.protocol.MemberState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The users of a room on this node: how many connections each has, what they say of themselves, and
 * whose standing has changed since the room was told.
 */
final class UsersHere {
  /** What a message between nodes can carry beside all else, in characters and bytes. */
  private static final int MOST_BYTES = 128 * 1024;

  private final Members members;
  private final Map<String, Standing> standings = new HashMap<>(2);
  private final Set<String> changed = new HashSet<>(2);

  /** Begins with those who are in. */
  UsersHere(Members members) {
    this.members = members;
    members.forEach(this::came);
    members.states().keySet().forEach(this::said);
  }

  void came(Member member) {
    change(member, user -> standings.computeIfAbsent(user, _ -> new Standing()).connections++);
  }

  void went(Member member) {
    change(
        member,
        user ->
            standings.computeIfPresent(
                user,
                (_, standing) -> {
                  standing.talkers.remove(member);
                  standing.connections--;
                  return standing.connections == 0 ? null : standing;
                }));
  }

  /** A member that is in has told a state. */
  void said(Member member) {
    change(
        member,
        user ->
            standings.computeIfPresent(
                user,
                (_, standing) -> {
                  standing.talkers.remove(member);
                  standing.talkers.add(member);
                  return standing;
                }));
  }

  /** Those of nobody in particular are counted and not named. */
  private void change(Member member, Consumer<String> change) {
    member
        .userId()
        .ifPresent(
            user -> {
              change.accept(user);
              changed.add(user);
            });
  }

  /** Whether they are few enough to be told of by name. */
  boolean fit(int most) {
    if (standings.size() > most) {
      return false;
    }
    int bytes = 0;
    for (String user : standings.keySet()) {
      bytes += attendee(user).size();
    }
    return bytes <= MOST_BYTES;
  }

  boolean haveChanged() {
    return !changed.isEmpty();
  }

  List<Attendee> all() {
    return attendees(standings.keySet());
  }

  List<Attendee> changed() {
    return attendees(changed);
  }

  /** The room has been told, or is not to be. */
  void settled() {
    changed.clear();
  }

  private List<Attendee> attendees(Set<String> users) {
    List<Attendee> attendees = new ArrayList<>(users.size());
    for (String user : users) {
      attendees.add(attendee(user));
    }
    return attendees;
  }

  private Attendee attendee(String user) {
    Standing standing = standings.get(user);
    if (standing == null) {
      return new Attendee(user, 0, Optional.empty());
    }
    Optional<MemberState> newest =
        standing.talkers.stream()
            .flatMap(member -> Optional.ofNullable(members.states().get(member)).stream())
            .max(Comparator.comparingLong(MemberState::since));
    return new Attendee(user, standing.connections, newest);
  }

  private static final class Standing {
    private final List<Member> talkers = new ArrayList<>(0);
    private int connections;
  }
}
