package io.heddle.actors.protocol;

import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/** What a node's keeper of notices can be told; the last two by another node's. */
public sealed interface ToNotices {
  /** A room of this node does not hand over to another one any more. */
  record Unfollow(ActorRef<ToRoom> room, String node) implements ToNotices {}

  /**
   * A room of this node wants another node to know this, which replaces what it wanted before; and
   * wants to hear when that node is gone.
   */
  record Tell(String node, Notice notice) implements ToNotices {}

  /** A notice of another node's has come true here. */
  record Confirm(ActorRef<ToNode> from, long number) implements ToNotices {}

  /** Time to send what there is. */
  record Flush() implements ToNotices {}

  /** Notices of another node's rooms. */
  record Remind(ActorRef<ToNode> from, List<Reminder> reminders) implements ToNotices {}

  /** Notices of this node's rooms have come true on another node. */
  record Confirmed(List<Long> numbers) implements ToNotices {}

  /**
   * One notice on its way.
   *
   * @param number names it among those of its node
   */
  record Reminder(long number, Notice notice) {}
}
