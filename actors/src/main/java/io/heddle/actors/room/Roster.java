package io.heddle.actors.room;

import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.Attendance;
import io.heddle.actors.protocol.Attendance.Names;
import io.heddle.actors.protocol.Member;
import io.heddle.actors.protocol.MemberState;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.ToLocalRoom;
import io.heddle.actors.protocol.ToRoom;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Who is in a room on this node, and what the room has to be told of it: how many, and where its
 * policy says so and they are not too many also who.
 */
final class Roster {
  private final String node;
  private final Members members;
  private final int mostUsers;
  private final boolean statesKept;

  /** Empty where nobody wants to know who is in. */
  private final Optional<UsersHere> users;

  private int toldMembers;
  private long tellings;

  /** Of two states that are told in one millisecond the second is the newer one. */
  private long lastSaid;

  private boolean named;

  /** Begins with those who are in. */
  Roster(String node, RoomName room, RoomEnvironment environment, Members members) {
    this.node = node;
    this.members = members;
    this.mostUsers = environment.settings().presence().maxUsers();
    this.statesKept = environment.policy(room).presence();
    this.users =
        statesKept || environment.announces(room)
            ? Optional.of(new UsersHere(members))
            : Optional.empty();
  }

  /** To be read only. */
  Members members() {
    return members;
  }

  /** Takes a member in, if it is not in yet. */
  void add(Member member) {
    if (members.add(member)) {
      users.ifPresent(them -> them.came(member));
    }
  }

  /** Takes a member out that is in. */
  void remove(Member member) {
    members.remove(member);
    users.ifPresent(them -> them.went(member));
  }

  /** Notes what a member that is in says of itself, where that is kept. */
  void note(Member member, Payload state, long now) {
    if (statesKept) {
      lastSaid = Math.max(now, lastSaid + 1);
      members.note(member, new MemberState(state, lastSaid));
      users.ifPresent(them -> them.said(member));
    }
  }

  /** How many members the room was told of last. */
  int toldMembers() {
    return toldMembers;
  }

  /** How often the room was told. */
  long tellings() {
    return tellings;
  }

  /** The message that attaches this node with those who are in now. */
  ToRoom.Attach attach(ActorRef<ToLocalRoom> self, Optional<Position> have) {
    named = false;
    return new ToRoom.Attach(node, self, have, told(mostUsers));
  }

  /** Whether the room does not know how it is here. */
  boolean hasNews() {
    return members.size() != toldMembers || users.map(UsersHere::haveChanged).orElse(false);
  }

  /** What the room does not know. Who was too many is named again when well below the limit. */
  ToRoom.Attended news() {
    return new ToRoom.Attended(node, told(named ? mostUsers : mostUsers * 3 / 4));
  }

  private Attendance told(int most) {
    boolean knew = named;
    tellings++;
    toldMembers = members.size();
    named = users.isPresent() && users.get().fit(most);
    Attendance attendance =
        named
            ? new Attendance(
                members.size(),
                knew ? Names.CHANGED : Names.ALL,
                knew ? users.get().changed() : users.get().all())
            : Attendance.counted(members.size());
    users.ifPresent(UsersHere::settled);
    return attendance;
  }
}
