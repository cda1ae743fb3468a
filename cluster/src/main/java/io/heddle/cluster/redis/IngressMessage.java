package io.heddle.cluster.redis;

import io.heddle.actors.fabric.MembershipChange;
import io.heddle.actors.protocol.ClientId;
import io.heddle.actors.protocol.Draft;
import io.heddle.actors.protocol.RoomName;

/** What a message from Redis means. */
sealed interface IngressMessage {
  /** Publish it in a room. */
  record Publish(RoomName room, Draft draft) implements IngressMessage {}

  /** Hand it to one connection. */
  record Direct(ClientId to, Draft draft) implements IngressMessage {}

  /** Change the groups of a user, and announce that. */
  record Change(MembershipChange change, Draft draft) implements IngressMessage {}

  /** It is this cluster's own. */
  record Own() implements IngressMessage {}

  /** It goes no further; {@code text} says why, naming the field. */
  record Unfit(IngressOutcome outcome, String text) implements IngressMessage {}
}
