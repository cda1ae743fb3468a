package io.heddle.actors.room;

import io.heddle.actors.protocol.Member;
import io.heddle.actors.protocol.RoomReply;
import io.heddle.actors.protocol.ToLocalRoom;
import io.heddle.actors.protocol.ToPlacing;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Waits for a user's connections on this node to be in a room or out of it, so that who ordered it
 * may publish to all of them then. One that is on its way out says nothing, so there is an end.
 */
final class Placing {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private Placing() {}

  /** Tells members of a change, and who ordered it their number when it is carried through. */
  static void start(ActorContext<?> context, List<Member> members, ToLocalRoom.Place place) {
    ActorRef<Integer> replyTo = place.replyTo();
    if (members.isEmpty()) {
      replyTo.tell(0);
      return;
    }
    ActorRef<ToPlacing> placing = context.spawnAnonymous(create(members.size(), replyTo));
    for (Member member : members) {
      member.notify(place.change());
      member.notify(new RoomReply.Settle(placing));
    }
  }

  private static Behavior<ToPlacing> create(int members, ActorRef<Integer> replyTo) {
    return Behaviors.setup(
        context -> {
          context.setReceiveTimeout(PATIENCE, new ToPlacing.Overdue());
          return waiting(members, members, replyTo);
        });
  }

  private static Behavior<ToPlacing> waiting(int left, int members, ActorRef<Integer> replyTo) {
    return Behaviors.receiveMessage(
        message ->
            switch (message) {
              case ToPlacing.Settled _ when left > 1 -> waiting(left - 1, members, replyTo);
              case ToPlacing.Settled _, ToPlacing.Overdue _ -> {
                replyTo.tell(members);
                yield Behaviors.stopped();
              }
            });
  }
}
