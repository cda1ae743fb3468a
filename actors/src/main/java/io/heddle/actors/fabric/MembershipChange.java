package io.heddle.actors.fabric;

import io.heddle.actors.payload.ObjectBuilder;
import io.heddle.actors.payload.Payload;
import io.heddle.actors.protocol.RoomName;
import java.util.Optional;

/**
 * A user has come into a group, or is no longer in it.
 *
 * @param userId any that can name a user's room
 * @param group any that can name a group's room
 * @param groupName what people call the group, for those who are told
 * @param joined whether the user is in it now
 */
public record MembershipChange(
    String userId, String group, Optional<String> groupName, boolean joined) {
  /** The type under which it is announced. */
  public static final String TYPE = "group_membership_change";

  public MembershipChange {
    if (RoomName.ofUser(userId).isEmpty()) {
      throw new IllegalArgumentException("not a user id: '" + userId + "'");
    }
    if (RoomName.ofGroup(group).isEmpty()) {
      throw new IllegalArgumentException("not a group: '" + group + "'");
    }
  }

  /** The user's own room. */
  public RoomName userRoom() {
    return RoomName.ofUser(userId).orElseThrow();
  }

  /** The group's room. */
  public RoomName groupRoom() {
    return RoomName.ofGroup(group).orElseThrow();
  }

  /** What is announced: {@code {user_id, group_id, group_name?, joined}}. */
  public Payload data() {
    ObjectBuilder data = Payload.object().put("user_id", userId).put("group_id", group);
    groupName.ifPresent(name -> data.put("group_name", name));
    return data.put("joined", joined).build();
  }

  /**
   * What became of a change.
   *
   * @param connections of the user that were told, over all nodes
   * @param announced whether it stands in the log of the user's room and of the group's; where it
   *     does not, the change holds all the same
   */
  public record Outcome(int connections, boolean announced) {}
}
