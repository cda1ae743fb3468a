package io.heddle.actors.room;

import io.heddle.actors.protocol.Member;
import io.heddle.actors.protocol.Position;
import io.heddle.actors.protocol.ToLocalRoom;
import io.heddle.actors.protocol.ToRoom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Who is in a room on this node, and what the room has to be told of it: how many, and where its
 * policy says so each user's first coming and last going.
 */
final class Roster {
  private final String node;
  private final boolean tellsUsers;
  private final Members members;
  private final UserCounts users = new UserCounts();
  private int attachedMembers;
  private Set<String> attachedUsers = Set.of();

  /** Takes {@code initial} in without telling of their users. */
  Roster(String node, boolean tellsUsers, List<Member> initial) {
    this.node = node;
    this.tellsUsers = tellsUsers;
    this.members = new Members(initial);
  }

  /** To be read only. */
  Members members() {
    return members;
  }

  /** Takes a member in that is not in yet; says what the room is to be told. */
  List<ToRoom> add(Member member) {
    members.add(member);
    List<ToRoom> news = new ArrayList<>(2);
    news.add(new ToRoom.MemberCount(node, members.size()));
    if (tellsUsers && member.userId().isPresent() && users.came(member.userId().get())) {
      news.add(new ToRoom.Came(node, member.userId().get()));
    }
    return news;
  }

  /** Takes a member out that is in; says what the room is to be told. */
  List<ToRoom> remove(Member member) {
    members.remove(member);
    List<ToRoom> news = new ArrayList<>(2);
    news.add(new ToRoom.MemberCount(node, members.size()));
    if (tellsUsers && member.userId().isPresent() && users.went(member.userId().get())) {
      news.add(new ToRoom.Went(node, member.userId().get()));
    }
    return news;
  }

  /** The message that attaches this node with those who are in now. */
  ToRoom.Attach attach(ActorRef<ToLocalRoom> self, Optional<Position> have) {
    attachedMembers = members.size();
    attachedUsers = users.names();
    return new ToRoom.Attach(node, self, have, attachedMembers, attachedUsers);
  }

  /** What has changed since the node asked to be attached, when nobody could be told. */
  List<ToRoom> changesSinceAttach() {
    List<ToRoom> news = new ArrayList<>(0);
    if (members.size() != attachedMembers) {
      news.add(new ToRoom.MemberCount(node, members.size()));
    }
    Set<String> still = users.names();
    for (String user : attachedUsers) {
      if (!still.contains(user)) {
        news.add(new ToRoom.Went(node, user));
      }
    }
    return news;
  }
}
