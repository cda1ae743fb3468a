package io.heddle.actors.room;

import io.heddle.actors.protocol.Event;
import io.heddle.actors.protocol.RoomName;
import io.heddle.actors.protocol.ToLocalRoom;
import java.util.List;

/** Who comes and goes, told to the members of all nodes. */
final class Announcements {
  private final RoomName room;
  private final Attachments attachments;

  Announcements(RoomName room, Attachments attachments) {
    this.room = room;
    this.attachments = attachments;
  }

  void came(String node, String user) {
    if (attachments.came(node, user)) {
      announce(new Event.UserJoined(room, user, attachments.members()), user);
    }
  }

  void went(String node, String user) {
    if (attachments.went(node, user)) {
      left(List.of(user));
    }
  }

  /** No node has these users any more. */
  void left(List<String> users) {
    users.forEach(user -> announce(new Event.UserLeft(room, user, attachments.members()), user));
  }

  private void announce(Event event, String exceptUser) {
    ToLocalRoom.Announce announce = new ToLocalRoom.Announce(event, exceptUser);
    attachments.all().forEach(attachment -> attachment.localRoom().tell(announce));
  }
}
